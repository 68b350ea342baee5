package dev.pawse.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a flaw does with a call of the port that it spoils. */
@FunctionalInterface
interface Tamper {
    @Nullable
    Object around(Call call) throws Throwable;

    /** The port with this method spoilt, and every other as it is. */
    static <T> T spoil(Class<T> port, T real, String method, Tamper tamper) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, called, args) -> {
            Call call = new Call(real, called, args == null ? new Object[0] : args);
            if (!called.getName().equals(method)) {
                return call.proceed();
            }
            // What stands on the spoilt method is not spoilt twice.
            return standsOn(port, called) ? InvocationHandler.invokeDefault(proxy, called, args) : tamper.around(call);
        }));
    }

    /** Whether a method is a shorter form of another one of its name. */
    private static boolean standsOn(Class<?> port, Method method) {
        return method.isDefault()
                && Arrays.stream(port.getMethods())
                        .anyMatch(other -> other.getName().equals(method.getName()) && !other.isDefault());
    }

    /** A call on its way to the real thing. */
    final class Call {
        private final Object real;
        private final Method method;
        private final Object[] args;

        private Call(Object real, Method method, Object[] args) {
            this.real = real;
            this.method = method;
            this.args = args;
        }

        // The caller knows the port's method: a cast at each use would say no more.
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        <T> T arg(int number) {
            return (T) args[number];
        }

        /** What the real thing answers. */
        @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
        <T> T proceed() throws Throwable {
            return (T) proceedWith(args);
        }

        /** What the real thing answers to other arguments. */
        @Nullable
        Object proceedWith(@Nullable Object... others) throws Throwable {
            try {
                return method.invoke(real, others);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }
    }
}

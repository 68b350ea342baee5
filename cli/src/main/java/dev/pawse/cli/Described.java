package dev.pawse.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What the annotations of a class say, for picocli. There is one of these for each such class, written by the compiler (cli/specs):
 * annotations that are read by reflection cost a command a third of its time.
 *
 * @param <T> the class with the annotations
 */
public abstract class Described<T> {
    /** Tells picocli of the flags and arguments that are fields of this object. */
    protected static CommandSpec spec(Object target) {
        CommandSpec spec = CommandSpec.create();
        of(target).tell(target, spec);
        return spec;
    }

    private static Described<?> of(Object target) {
        String name = target.getClass().getName() + "Spec";
        try {
            return Class.forName(name)
                    .asSubclass(Described.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + " is missing: was this compiled without annotation processors?", e);
        }
    }

    @SuppressWarnings("unchecked")
    private void tell(Object target, CommandSpec spec) {
        describe((T) target, spec);
    }

    /** Adds all that there is to a spec. */
    protected abstract void describe(T it, CommandSpec spec);

    /** The value of a field, by its number. */
    protected abstract @Nullable Object get(T it, int field);

    /** Sets a field, by its number. */
    protected abstract void set(T it, int field, @Nullable Object value);

    /** Starts an option that is a field. */
    protected final OptionSpec.Builder option(T it, int field, String... names) {
        Field<T> bound = new Field<>(this, it, field);
        return OptionSpec.builder(names[0])
                .names(names)
                .hasInitialValue(false)
                .getter(bound)
                .setter(bound);
    }

    /** Starts an argument that is a field. */
    protected final PositionalParamSpec.Builder positional(T it, int field) {
        Field<T> bound = new Field<>(this, it, field);
        return PositionalParamSpec.builder()
                .hasInitialValue(false)
                .getter(bound)
                .setter(bound);
    }

    /** For a number that no field has. */
    protected static IllegalArgumentException unknown(int field) {
        return new IllegalArgumentException("there is no field " + field);
    }

    // picocli's types do not tell that a value may be null.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
    private record Field<T>(Described<T> of, T it, int number) implements IGetter, ISetter {
        @Override
        public <V> V get() {
            return (V) of.get(it, number);
        }

        @Override
        public <V> V set(V value) {
            V before = get();
            of.set(it, number, value);
            return before;
        }
    }
}

package dev.pawse.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs tests of contracts against something and tells which fail.
 *
 * @param passed the names of the tests that passed, each variant of a table included
 * @param failed the names of the tests that failed
 */
record ContractRun(Set<String> passed, Set<String> failed) {
    private static final String SUBJECT = "subject";

    /**
     * Runs those tests of a class that the filter lets through.
     *
     * @param subject what the constructor of the test class gets
     */
    static ContractRun of(Class<?> testClass, String subject, Predicate<Method> filter) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(testClass))
                .filters((PostDiscoveryFilter) test -> FilterResult.includedIf(isWanted(test, filter)))
                .configurationParameter(SUBJECT, subject)
                .build();
        ContractRun run = new ContractRun(new TreeSet<>(), new TreeSet<>());
        LauncherFactory.create().execute(request, run.listener());
        return run;
    }

    /** The names of the tests that these interfaces hold. */
    static Set<String> tests(Collection<? extends Class<?>> contracts) {
        return contracts.stream()
                .flatMap(contract -> Arrays.stream(contract.getDeclaredMethods()))
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private TestExecutionListener listener() {
        return new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                test.getSource()
                        .filter(source -> test.isTest() && source instanceof MethodSource)
                        .ifPresent(source -> add(((MethodSource) source).getMethodName(), result));
            }
        };
    }

    private void add(String test, TestExecutionResult result) {
        (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL ? passed : failed).add(test);
    }

    private static boolean isWanted(TestDescriptor test, Predicate<Method> filter) {
        return test.getSource()
                .map(source -> !(source instanceof MethodSource method) || filter.test(method.getJavaMethod()))
                .orElse(true);
    }

    /** Hands the subject's name to the constructor of the test class. */
    static final class Subject implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getDeclaringExecutable() instanceof Constructor;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getConfigurationParameter(SUBJECT).orElseThrow();
        }
    }
}

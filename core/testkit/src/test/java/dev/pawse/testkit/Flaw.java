package dev.pawse.testkit;

import java.lang.reflect.Method;

/**
 * One thing that an adapter may do wrong, and the test that finds it.
 *
 * @param name the flaw in words
 * @param contract the contract that it breaks
 * @param port the port that it spoils
 * @param method the method of the port
 * @param tamper what it does there
 * @param foundBy the name of the contract's test that must fail
 */
record Flaw(String name, Class<?> contract, Class<?> port, String method, Tamper tamper, String foundBy) {

    /** The port, spoilt by this flaw if it is the one that it spoils. */
    <T> T spoil(Class<T> type, T real) {
        return type.equals(port) ? Tamper.spoil(type, real, method, tamper) : real;
    }

    /** Whether this is the test that must fail. */
    boolean concerns(Method test) {
        return test.getDeclaringClass().equals(contract) && test.getName().equals(foundBy);
    }

    @Override
    public String toString() {
        return name;
    }
}

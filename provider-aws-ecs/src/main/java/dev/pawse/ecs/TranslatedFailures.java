package dev.pawse.ecs;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Has the calls of one service fail with {@link dev.pawse.spi.PawseException} alone, after the SDK's own repetitions. It sits inside the
 * client: a proxy around one would load the classes of all its operations, some thousands, for the one that is called.
 */
final class TranslatedFailures implements ExecutionInterceptor {
    private final String service;

    /** @param service the service's name in permissions, e.g. {@code ecs} */
    TranslatedFailures(String service) {
        this.service = service;
    }

    @Override
    public Throwable modifyException(Context.FailedExecution failed, ExecutionAttributes attributes) {
        if (failed.exception() instanceof SdkException failure) {
            // Returned, it would have to be of the class of the failure; thrown, it goes to the caller as it is.
            throw AwsErrors.translated(failure, service, attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        }
        return failed.exception();
    }
}

package dev.pawse.redis;

import dev.pawse.redis.RedisLink.Call;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A command that is on its way, and what it will answer.
 *
 * @param twice whether it took a second command, as the server did not know the script; that one is given another full time
 */
record Sent<T>(CompletableFuture<T> answer, AtomicBoolean twice) {
    static <T> Sent<T> command(CompletionStage<T> answer) {
        return new Sent<>(answer.toCompletableFuture(), new AtomicBoolean());
    }

    /** Sends a script's hash, and the script itself to a server that has not seen it since it started. */
    static Sent<List<Object>> script(RedisClusterAsyncCommands<String, String> commands, Call call) {
        String[] keys = call.keys().toArray(new String[0]);
        String[] arguments = call.arguments().toArray(new String[0]);
        Script script = call.script();
        CompletionStage<List<Object>> byHash = commands.evalsha(script.hash(), ScriptOutputType.MULTI, keys, arguments);
        AtomicBoolean twice = new AtomicBoolean();
        CompletableFuture<List<Object>> answer = byHash.handle((values, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(values);
                    }
                    if (!RedisErrors.isUnknownScript(failure)) {
                        return CompletableFuture.<List<Object>>failedFuture(failure);
                    }
                    twice.set(true);
                    CompletionStage<List<Object>> whole =
                            commands.eval(script.text(), ScriptOutputType.MULTI, keys, arguments);
                    return whole.toCompletableFuture();
                })
                .thenCompose(Function.identity())
                .toCompletableFuture();
        return new Sent<>(answer, twice);
    }

    /** Waits for the answer, for as long as one command may take. */
    T get(Duration limit) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            if (!twice.get()) {
                throw e;
            }
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}

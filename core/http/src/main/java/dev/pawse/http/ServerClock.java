package dev.pawse.http;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Compares this machine's clock with that of the servers that answer, by their {@code Date}, which is read when somebody asks: few do.
 * Safe for many threads.
 */
final class ServerClock implements Interceptor {
    private volatile @Nullable Answer last;

    private record Answer(Headers headers, Instant at) {}

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.header("Date") != null) {
            last = new Answer(response.headers(), Instant.now());
        }
        return response;
    }

    Optional<Duration> ahead() {
        Answer answer = last;
        Date told = answer == null ? null : answer.headers().getDate("Date");
        // It is told in whole seconds.
        return answer == null || told == null
                ? Optional.empty()
                : Optional.of(Duration.between(told.toInstant(), answer.at()));
    }
}

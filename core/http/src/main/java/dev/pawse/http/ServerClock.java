package dev.pawse.http;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Compares this machine's clock with that of the servers that answer, by their {@code Date}. Safe for many threads. */
final class ServerClock implements Interceptor {
    private volatile @Nullable Duration ahead;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        Date told = response.headers().getDate("Date");
        if (told != null) {
            // It is told in whole seconds.
            ahead = Duration.between(told.toInstant(), Instant.now());
        }
        return response;
    }

    Optional<Duration> ahead() {
        return Optional.ofNullable(ahead);
    }
}

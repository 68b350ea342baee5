package dev.pawse.proxy;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** Finds who answers a request to the API by its path and method; a HEAD is answered as a GET without its body. */
final class ApiRouter {
    private final Map<String, Map<String, Handler>> exact = new LinkedHashMap<>();
    private final Map<String, Handler> prefixes = new LinkedHashMap<>();

    /** Answers an exchange, at once or later. Called on an event loop: it does not block. */
    @FunctionalInterface
    interface Handler {
        void handle(ApiExchange exchange);
    }

    ApiRouter get(String path, Handler handler) {
        return route("GET", path, handler);
    }

    ApiRouter post(String path, Handler handler) {
        return route("POST", path, handler);
    }

    ApiRouter delete(String path, Handler handler) {
        return route("DELETE", path, handler);
    }

    /** Gives everything below a path, whatever its method, to one handler. */
    ApiRouter below(String prefix, Handler handler) {
        prefixes.put(prefix, handler);
        return this;
    }

    void handle(ApiExchange exchange) {
        String path = exchange.rawPath();
        Map<String, Handler> methods = exact.get(path);
        if (methods != null) {
            HttpMethod method = HttpMethod.HEAD.equals(exchange.method()) ? HttpMethod.GET : exchange.method();
            Handler handler = methods.get(method.name());
            if (handler == null) {
                exchange.methodNotAllowed(allowed(methods));
            } else {
                handler.handle(exchange);
            }
            return;
        }
        for (Map.Entry<String, Handler> prefix : prefixes.entrySet()) {
            if (path.startsWith(prefix.getKey())) {
                prefix.getValue().handle(exchange);
                return;
            }
        }
        exchange.problem(HttpResponseStatus.NOT_FOUND, "there is nothing at this path");
    }

    private ApiRouter route(String method, String path, Handler handler) {
        exact.computeIfAbsent(path, key -> new LinkedHashMap<>()).put(method, handler);
        return this;
    }

    private static String allowed(Map<String, Handler> methods) {
        TreeSet<String> names = new TreeSet<>(methods.keySet());
        if (names.contains("GET")) {
            names.add("HEAD");
        }
        return String.join(", ", names);
    }
}

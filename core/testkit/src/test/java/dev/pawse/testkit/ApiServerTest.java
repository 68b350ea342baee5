package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ApiServerTest {
    private final List<String> order = new CopyOnWriteArrayList<>();
    private final ApiServer server = ApiServer.start().on("POST", "/apps/{app}/stop", request -> {
        order.add("stopped " + request.segment("app"));
        return ApiReply.text(200, "text/plain", "as asked");
    });

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whatIsCarriedOutIsDoneBeforeWhatFollowsItAndAnsweredAsUsual() throws Exception {
        server.fail(
                request -> request.path().equals("/apps/shop/stop"), 1, server.carriedOut(() -> order.add("killed")));

        List<String> answers = new ArrayList<>();
        for (String app : List.of("blog", "shop", "shop")) {
            answers.add(stop(app).body());
        }

        assertThat(order).containsExactly("stopped blog", "stopped shop", "killed", "stopped shop");
        assertThat(answers).containsOnly("as asked");
    }

    @Test
    void whatFailsInItsPlaceIsNotCarriedOut() throws Exception {
        server.fail(request -> true, 1, request -> ApiReply.empty(503));

        assertThat(stop("shop").statusCode()).isEqualTo(503);
        assertThat(order).isEmpty();
    }

    private HttpResponse<String> stop(String app) throws IOException, InterruptedException {
        URI address = server.address().resolve("/apps/" + app + "/stop");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
    }
}

package dev.pawse.ecs;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Provider;
import dev.pawse.testkit.ApiFailuresContract;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.ApiServer;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;

final class EcsFailuresTest implements ApiFailuresContract {
    /** What it tells of its work holds tokens and whole answers, so that the program lets it tell warnings alone. */
    private static final Logger SDK = Logger.getLogger("software.amazon.awssdk");

    private final EcsFixture fixture = new EcsFixture();
    private final List<String> session = fixture.aws.session(Duration.ofDays(300));

    EcsFailuresTest() {
        SDK.setLevel(Level.WARNING);
        fixture.aws.parameters().put("/shop/PASSWORD", "hunter2");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Override
    public ApiServer api() {
        return fixture.aws.api();
    }

    @Override
    public Provider patientProvider() {
        return provider("20s");
    }

    @Override
    public Provider impatientProvider() {
        return provider("500ms");
    }

    private Provider provider(String timeout) {
        return fixture.provider(
                "timeout", timeout,
                "access-key-id", session.get(0),
                "secret-access-key", session.get(1),
                "session-token", session.get(2));
    }

    @Override
    public AppId presentApp() {
        return EcsFixture.SHOP;
    }

    @Override
    public List<String> secrets() {
        return List.of(session.get(1), session.get(2), "AWS4-HMAC-SHA256 Credential=", "hunter2");
    }

    @Override
    public String methodOfCalls() {
        return "POST";
    }

    @Override
    public boolean isAboutApps(ApiRequest request) {
        return FakeAws.calls("DescribeServices").test(request);
    }
}

package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Deployments.Deployment;
import org.junit.jupiter.api.Test;

/** What every provider does that reads deployments. */
public interface DeploymentsContract extends ProviderContract {
    /**
     * Deploys an app anew and returns when that has ended well.
     *
     * @return the deployment's id
     */
    String deploy(AppId app);

    @Test
    default void deploymentsComeNewestFirst() {
        String first = deploy(app());
        cloud().tick();
        String second = deploy(app());

        assertThat(deployments().deployments(app(), 2))
                .extracting(Deployment::id)
                .containsExactly(second, first);
    }

    @Test
    default void noMoreDeploymentsAreListedThanAskedFor() {
        deploy(app());
        cloud().tick();
        String second = deploy(app());

        assertThat(deployments().deployments(app(), 1))
                .extracting(Deployment::id)
                .containsExactly(second);
    }

    @Test
    default void aDeploymentThatEndedWellIsCompleted() {
        String id = deploy(app());

        assertThat(deployments().deployments(app(), 1)).singleElement().satisfies(deployment -> {
            assertThat(deployment.id()).isEqualTo(id);
            assertThat(deployment.status()).isEqualTo(Deployments.Status.COMPLETED);
            assertThat(deployment.service()).isNotBlank();
            assertThat(deployment.desired()).isNotNegative();
            assertThat(deployment.running()).isNotNegative();
            assertThat(deployment.updatedAt()).isAfterOrEqualTo(deployment.createdAt());
        });
    }

    @Test
    default void anUnknownAppHasNoDeployments() {
        Fails.with(Reason.NOT_FOUND, () -> deployments().deployments(cloud().unknownApp(), 1));
    }

    private Deployments deployments() {
        return provider().require(Deployments.class);
    }

    private AppId app() {
        return cloud().app();
    }
}

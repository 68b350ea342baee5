package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Releases;
import dev.pawse.spi.capability.Releases.Release;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every provider does that reads releases and goes back to one. */
public interface ReleasesContract extends ProviderContract {
    /**
     * Makes a new release, which becomes the current one.
     *
     * @return the release's id
     */
    String release(AppId app, String description);

    @Test
    default void releasesComeNewestFirst() {
        String first = made("one");
        String second = made("two");

        assertThat(releases().releases(app(), 2)).extracting(Release::id).containsExactly(second, first);
    }

    @Test
    default void noMoreReleasesAreListedThanAskedFor() {
        made("one");
        String second = made("two");

        assertThat(releases().releases(app(), 1)).extracting(Release::id).containsExactly(second);
    }

    @Test
    default void theNewestReleaseIsTheCurrentOneAndNoOther() {
        made("one");
        String second = made("two");

        assertThat(current()).containsExactly(second);
    }

    @Test
    default void aRollbackMakesAnEarlierReleaseRunAgain() {
        String first = made("one");
        made("two");

        Release now = releases().rollback(app(), first);

        assertThat(now.current()).isTrue();
        assertThat(current()).containsExactly(now.id());
    }

    @Test
    default void noRollbackLeadsToAnUnknownRelease() {
        String first = made("one");

        Fails.with(Reason.NOT_FOUND, () -> releases().rollback(app(), "v987654321"));

        assertThat(current()).containsExactly(first);
    }

    @Test
    default void anUnknownAppHasNoReleases() {
        Fails.with(Reason.NOT_FOUND, () -> releases().releases(cloud().unknownApp(), 1));
        Fails.with(Reason.NOT_FOUND, () -> releases().rollback(cloud().unknownApp(), "v1"));
    }

    private Releases releases() {
        return provider().require(Releases.class);
    }

    private AppId app() {
        return cloud().app();
    }

    private String made(String description) {
        String id = release(app(), description);
        cloud().tick();
        return id;
    }

    private List<String> current() {
        return releases().releases(app(), 100).stream()
                .filter(Release::current)
                .map(Release::id)
                .toList();
    }
}

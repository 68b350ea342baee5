package dev.pawse.cli.command;

import dev.pawse.cli.Json;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Similar;
import dev.pawse.cli.Target;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Releases;
import dev.pawse.spi.capability.Releases.Release;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words and values about a release that several commands show in the same way, and how one is found. */
final class ReleaseFacts {
    /** A shorter beginning of a commit says too little. */
    private static final int LEAST = 7;

    private ReleaseFacts() {}

    /** The release that a user means: by its id, by its number alone, by the beginning of a commit. */
    static Release find(Target target, String word) {
        Releases releases = target.require(Releases.class);
        return Newest.first(limit -> releases.releases(target.id(), limit), release -> isMeant(word, release))
                .orElseThrow(() -> unknown(target, releases, word));
    }

    /** The release that runs now. */
    static Release current(Target target) {
        Releases releases = target.require(Releases.class);
        return Newest.first(limit -> releases.releases(target.id(), limit), Release::current)
                .orElseThrow(
                        () -> new PawseException(Reason.NOT_FOUND, target.id().name() + " has no release that runs"));
    }

    static Map<String, @Nullable Object> json(Release release) {
        return Json.object(
                "id", release.id(),
                "description", release.description(),
                "author", release.author(),
                "createdAt", release.createdAt(),
                "current", release.current(),
                "provider", null);
    }

    private static boolean isMeant(String word, Release release) {
        return release.id().equals(word)
                || release.id().equals("v" + word)
                || (word.length() >= LEAST && release.id().startsWith(word));
    }

    private static RuntimeException unknown(Target target, Releases releases, String word) {
        List<String> ids = releases.releases(target.id(), Newest.MOST).stream()
                .map(Release::id)
                .toList();
        return Problem.of(Reason.NOT_FOUND, target.id().name() + " has no release " + word)
                .similar(Similar.to(word, ids).orElse(null))
                .next("pawse releases " + target.flag())
                .about(target.id())
                .failure();
    }
}

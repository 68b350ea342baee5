package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GitRemotesTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "https://git.heroku.com/shop.git, heroku:shop, ",
        "git@heroku.com:shop.git, heroku:shop, ",
        "ssh://git@heroku.com/shop.git, heroku:shop, ",
        "git@ssh.osc-fr1.scalingo.com:shop.git, scalingo:shop, osc-fr1",
        "git@scalingo.com:shop.git, scalingo:shop, ",
        "git+ssh://git@push-n2-par-clevercloud-customers.services.clever-cloud.com/app_5d1c.git, clever-cloud:app_5d1c, ",
        "https://push-n2-par-clevercloud-customers.services.clever-cloud.com/app_5d1c.git, clever-cloud:app_5d1c, ",
    })
    void anAddressTellsPlatformAppAndRegion(String address, String app, String region) {
        assertThat(GitRemote.of("origin", address)).hasValueSatisfying(remote -> {
            assertThat(remote.text()).isEqualTo(app);
            assertThat(remote.region()).isEqualTo(region);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/someone/shop.git",
        "https://git.heroku.com.evil.test/shop.git",
        "git@heroku.com.evil.test:shop.git",
        "https://git.heroku.com/",
        "/srv/git/shop.git"
    })
    void otherAddressesAreNobodys(String address) {
        assertThat(GitRemote.of("origin", address)).isEmpty();
    }

    @Test
    void theRepositoryIsFoundFromAFolderWithin() throws IOException {
        repository(directory.resolve(".git"));
        Path within = Files.createDirectories(directory.resolve("src/main"));

        assertThat(GitRemotes.of(within)).extracting(GitRemote::text).containsExactly("heroku:shop");
    }

    @Test
    void aWorktreeHasTheRemotesOfItsRepository() throws IOException {
        Path main = directory.resolve("main/.git");
        repository(main);
        Path own = Files.createDirectories(main.resolve("worktrees/fix"));
        Files.writeString(own.resolve("commondir"), "../..\n");
        Path worktree = Files.createDirectories(directory.resolve("fix"));
        Files.writeString(worktree.resolve(".git"), "gitdir: " + own + "\n");

        assertThat(GitRemotes.of(worktree)).extracting(GitRemote::text).containsExactly("heroku:shop");
    }

    @Test
    void outsideOfARepositoryThereAreNone() throws IOException {
        Files.writeString(directory.resolve(".git"), "nonsense");

        assertThat(GitRemotes.of(directory)).isEmpty();
    }

    private static void repository(Path git) throws IOException {
        Files.createDirectories(git);
        Files.writeString(git.resolve("config"), """
                [core]
                	bare = false
                [remote "origin"]
                	url = git@github.com:someone/shop.git
                [remote "heroku"]
                	fetch = +refs/heads/*:refs/remotes/heroku/*
                	url = "https://git.heroku.com/shop.git"
                [branch "main"]
                	url = https://git.heroku.com/not-a-remote.git
                """);
    }
}

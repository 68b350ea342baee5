package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.core.AppPolicy.WakeMode;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesTest {
    private static final AppId SHOP = AppId.parse("local/shop");

    @Test
    void everyMatchingRuleAppliesAndALaterOneWinsPropertyByProperty() {
        Rules rules = rules(
                Rule.builder().pattern("sh").maxIdle(Duration.ofMinutes(1)).wake(WakeMode.PAGE),
                Rule.builder().pattern("other").maxIdle(Duration.ofMinutes(2)),
                Rule.builder().pattern("^shop$").maxIdle(Duration.ZERO));

        AppPolicy policy = rules.policy(SHOP);

        assertThat(policy.maxIdle()).isZero();
        assertThat(policy.wake()).isEqualTo(WakeMode.PAGE);
    }

    @Test
    void aPatternIsLookedForAnywhereInTheName() {
        Rules rules = rules(Rule.builder().pattern("hop").ignored(true));

        assertThat(rules.policy(AppId.parse("local/my-shop-2")).ignored()).isTrue();
        assertThat(rules.policy(AppId.parse("local/stock")).ignored()).isFalse();
    }

    @Test
    void aRuleMayBeAboutOneProviderOnly() {
        Rules rules = rules(Rule.builder().provider("work").ignored(true));

        assertThat(rules.policy(AppId.parse("work/shop")).ignored()).isTrue();
        assertThat(rules.policy(SHOP).ignored()).isFalse();
    }

    @Test
    void groupsAreFilledInEverywhereAndTheTenthIsTheTenth() {
        Rules rules = rules(Rule.builder()
                .pattern("^(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)-(x)?")
                .linkedApps(List.of("$1-$10-$1", "db$11-$2"))
                .hosts(List.of("$1.$2.Example.test")));

        AppPolicy policy = rules.policy(AppId.parse("local/abcdefghij-"));

        assertThat(policy.linkedApps()).containsExactlyInAnyOrder("a-j-a", "db-b");
        assertThat(policy.hosts()).containsExactly("a.b.example.test");
    }

    @Test
    void aReferenceToAGroupThatIsNotThereIsRefused() {
        Rule.Builder rule = Rule.builder().pattern("(a)").linkedApps(List.of("x-$2"));

        assertThatThrownBy(rule::build)
                .isInstanceOf(PawseException.class)
                .hasMessageContaining("linked_apps: 'x-$2' asks for group $2, and the pattern has only 1");
    }

    @Test
    void anAppIsFoundByItsOwnNameWhateverItIsCalled() {
        Rules rules = rules(
                Rule.builder().pattern("^shop-(\\d+)$").appName("Shop $1"),
                Rule.builder().pattern("^shop-7$").maxIdle(Duration.ofMinutes(3)));

        AppPolicy policy = rules.policy(AppId.parse("local/shop-7"));

        assertThat(policy.displayName()).isEqualTo("Shop 7");
        assertThat(policy.maxIdle()).isEqualTo(Duration.ofMinutes(3));
        assertThat(rules.policy(AppId.parse("local/Shop 7")).maxIdle()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void aLinkMayUseTheNameThatARuleGives() {
        Rules rules = rules(
                Rule.builder().pattern("hello-fastify").linkedApps(List.of("hellofastifydeux")),
                Rule.builder().pattern("hello-fastify-2").appName("hellofastifydeux"));

        assertThat(rules.policy(AppId.parse("local/hello-fastify")).linkedApps())
                .containsExactly("hello-fastify-2");
        assertThat(rules.policy(AppId.parse("local/hello-fastify-2")).linkedApps())
                .isEmpty();
    }

    @Test
    void aGroupOfAppsMayNameItsOwnMembers() {
        Rules rules =
                rules(Rule.builder().pattern("review-pr(\\d+)-(back|front)").linkedApps(List.of("review-pr$1-front")));

        assertThat(rules.policy(AppId.parse("local/review-pr8-back")).linkedApps())
                .containsExactly("review-pr8-front");
        assertThat(rules.policy(AppId.parse("local/review-pr8-front")).linkedApps())
                .isEmpty();
    }

    @Test
    void whatEverythingNeedsDoesNotNeedItself() {
        Rules rules = rules(Rule.builder().linkedApps(List.of("db", "cache")));

        assertThat(rules.policy(SHOP).linkedApps()).containsExactlyInAnyOrder("db", "cache");
        assertThat(rules.policy(AppId.parse("local/db")).linkedApps()).isEmpty();
        assertThat(rules.policy(AppId.parse("local/cache")).linkedApps()).isEmpty();
    }

    @Test
    void linksInACircleAreRefused() {
        assertThatThrownBy(() -> rules(
                        Rule.builder().pattern("^front$").linkedApps(List.of("api")),
                        Rule.builder().pattern("^api$").linkedApps(List.of("db")),
                        Rule.builder().pattern("^db$").linkedApps(List.of("front"))))
                .hasMessageContaining("front -> api -> db -> front is a circle");
        assertThatThrownBy(() -> rules(
                        Rule.builder().pattern("^(.*)-front$").linkedApps(List.of("$1-api")),
                        Rule.builder().pattern("^(.*)-api$").linkedApps(List.of("$1-front"))))
                .hasMessageContaining("is a circle");
    }

    @Test
    void oneLiteralHostBelongsToTheAppsOfOneRule() {
        assertThatThrownBy(() -> rules(
                        Rule.builder().pattern("^a$").hosts(List.of("www.example.test")),
                        Rule.builder().pattern("^b$").hosts(List.of("WWW.example.test."))))
                .hasMessageContaining("'WWW.example.test.' belongs to the apps of");
        assertThat(rules(
                                Rule.builder().pattern("^a$").hosts(List.of("www.example.test")),
                                Rule.builder().pattern("^a$").hosts(List.of("www.example.test", "*.example.test")))
                        .policy(AppId.parse("local/a"))
                        .hosts())
                .containsExactlyInAnyOrder("www.example.test", "*.example.test");
    }

    @Test
    void theIgnoreListWinsOverEveryRuleAndKnowsGlobs() {
        Rules rules =
                rules(Rule.builder().ignored(false)).with(Globs.parse("paastis-proxy, foo*, work/*"), Globs.none());

        assertThat(rules.policy(AppId.parse("local/paastis-proxy")).ignored()).isTrue();
        assertThat(rules.policy(AppId.parse("local/foobar")).ignored()).isTrue();
        assertThat(rules.policy(AppId.parse("work/shop")).ignored()).isTrue();
        assertThat(rules.policy(SHOP).ignored()).isFalse();
    }

    @Test
    void outsideOfTheManagedAppsEverythingIsIgnored() {
        Rules rules = rules().with(Globs.none(), Globs.parse("shop*"));

        assertThat(rules.policy(SHOP).ignored()).isFalse();
        assertThat(rules.policy(AppId.parse("local/production")).ignored()).isTrue();
    }

    @Test
    void aPatternThatSearchesForEverLeavesTheAppAlone() {
        Rules rules = rules(Rule.builder().pattern("(.*)(.*)(.*)(.*)(.*)x$").maxIdle(Duration.ZERO));

        AppPolicy policy = rules.policy(new AppId("local", "a".repeat(200) + "!"));

        assertThat(policy.ignored()).isTrue();
        assertThat(policy.maxIdle()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void anEndlessNameOrPatternIsNotSearched() {
        Rules rules = rules(Rule.builder().pattern("(?:a|b)*c").maxIdle(Duration.ZERO));

        assertThat(rules.policy(new AppId("local", "ab".repeat(100_000))).ignored())
                .isTrue();
        assertThatThrownBy(() -> Rule.builder().pattern("a".repeat(501))).hasMessageContaining("at most 500");
    }

    @Test
    void anAnswerIsRememberedAndTheMemoryIsBounded() {
        Rules rules = rules(Rule.builder().pattern("shop").maxIdle(Duration.ZERO));

        AppPolicy first = rules.policy(SHOP);
        assertThat(rules.policy(SHOP)).isSameAs(first);
        for (int i = 0; i < 20_000; i++) {
            rules.policy(new AppId("local", "app" + i));
        }

        assertThat(rules.policy(SHOP)).isEqualTo(first).isNotSameAs(first);
    }

    @Test
    void withoutRulesEveryAppRestsAfterTheSameTime() {
        AppPolicy policy = new Rules(Duration.ofMinutes(7)).policy(SHOP);

        assertThat(policy)
                .isEqualTo(AppPolicy.builder().maxIdle(Duration.ofMinutes(7)).build());
        assertThat(policy.toBuilder().build()).isEqualTo(policy);
    }

    private static Rules rules(Rule.Builder... rules) {
        return new Rules(
                AppPolicy.builder().build(),
                List.of(rules).stream().map(Rule.Builder::build).toList());
    }
}

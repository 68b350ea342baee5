package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AppSettingsTest {
    private static final String FLAT = "";
    private static final String TODAY = "/settings";

    @Test
    void namesAreMadeOfTheAppsNameWhereNobodySaysOtherwise() {
        AppSettings settings = AppSettings.of("shop", Map.of());

        assertThat(settings.cluster()).isEqualTo("shop");
        assertThat(settings.logGroup()).isEqualTo("shop");
        assertThat(settings.parameterPrefix()).isEqualTo("/shop");
        assertThat(settings.isChamberCompatible()).isFalse();
        assertThat(settings.buildProject()).isEqualTo("shop");
        assertThat(settings.shellTaskFamily()).isEqualTo("shop-shell");
        assertThat(settings.shellCommand()).isEqualTo("bash -l");
        assertThat(settings.shellService()).isEmpty();
        assertThat(settings.databaseShellTaskFamily()).isEqualTo("shop-dbutils-shell");
        assertThat(settings.dumpLoadTaskFamily()).isEqualTo("shop-dbutils-dumpload");
        assertThat(settings.databaseBucket()).isEqualTo("shop-dbutils");
        assertThat(settings.tags()).isEmpty();
        assertThat(settings.origins()).isEmpty();
    }

    @Test
    void theFlatFormOfTheFirstPaawsStillCounts() {
        AppSettings settings = AppSettings.of("shop", Map.of(FLAT, """
                        {"cluster": "main", "log_group": "/ecs/shop", "parameter_prefix": "/shop/prod/",
                         "shell_service": "shop-debug", "tags": [{"key": "env", "value": "prod"}]}
                        """));

        assertThat(settings.cluster()).isEqualTo("main");
        assertThat(settings.logGroup()).isEqualTo("/ecs/shop");
        assertThat(settings.parameterPrefix()).isEqualTo("/shop/prod");
        assertThat(settings.shellService()).contains("shop-debug");
        assertThat(settings.tags()).containsExactly(Map.entry("env", "prod"));
        assertThat(settings.unknown()).isEmpty();
        assertThat(settings.origins()).containsEntry("cluster.name", "/paaws/apps/shop");
    }

    @Test
    void todaysFormIsMergedOverTheFlatOneKeyByKey() {
        AppSettings settings =
                AppSettings.of("shop", Map.of(FLAT, "{\"cluster\": \"old\", \"log_group\": \"old\"}", TODAY, """
                        {"cluster": {"name": "new"}, "shell": {"command": "sh"}, "tags": {"team": "web"},
                         "pawse": {"url": "http://shop.internal", "linked": ["rds:shop-db"]}}
                        """));

        assertThat(settings.cluster()).isEqualTo("new");
        assertThat(settings.logGroup()).isEqualTo("old");
        assertThat(settings.shellCommand()).isEqualTo("sh");
        assertThat(settings.shellTaskFamily()).isEqualTo("shop-shell");
        assertThat(settings.tags()).containsExactly(Map.entry("team", "web"));
        assertThat(settings.url()).contains("http://shop.internal");
        assertThat(settings.linked()).containsExactly("rds:shop-db");
        assertThat(settings.origins())
                .containsEntry("cluster.name", "/paaws/apps/shop/settings")
                .containsEntry("log_group.name", "/paaws/apps/shop");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"db_utils\": {\"s3_bucket\": \"dumps\"}} | dumps",
                "{\"dbutils\": {\"s3_bucket\": \"dumps\"}}  | dumps"
            })
    void bothSpellingsOfTheDatabasesKeyCount(String document, String bucket) {
        assertThat(AppSettings.of("shop", Map.of(TODAY, document)).databaseBucket())
                .isEqualTo(bucket);
    }

    @Test
    void theReadmesMistakenSpellingOfTheTaskFamilyCounts() {
        AppSettings settings = AppSettings.of("shop", Map.of(TODAY, "{\"shell\": {\"task_amily\": \"debug\"}}"));

        assertThat(settings.shellTaskFamily()).isEqualTo("debug");
        assertThat(settings.unknown()).isEmpty();
    }

    @Test
    void aKeyThatNobodyKnowsIsKeptAndTold() {
        AppSettings settings = AppSettings.of("shop", Map.of(TODAY, "{\"clustre\": {\"name\": \"x\"}}"));

        assertThat(settings.unknown()).containsExactly("clustre.name (/paaws/apps/shop/settings)");
        assertThat(settings.cluster()).isEqualTo("shop");
    }

    @Test
    void theArgumentsOfFargateTasksAreHandedOn() {
        AppSettings settings = AppSettings.of(
                "shop", Map.of("/ecs-config", "{\"run_task_args_fargate\": {\"launchType\": \"FARGATE\"}}"));

        assertThat(settings.runTaskArguments().path("launchType").asString("")).isEqualTo("FARGATE");
    }

    @Test
    void aDocumentThatIsNoJsonIsNamedWithThePlaceAndNotRepeated() {
        assertThatThrownBy(() -> AppSettings.of("shop", Map.of(TODAY, "{\n\"password\": hunter2}")))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessageStartingWith("/paaws/apps/shop/settings is no JSON: line 2")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                          | /paaws/apps/shop/settings is JSON but no object; right is {…}",
                "{\"cluster\": {\"name\": 5}}  | /paaws/apps/shop/settings: cluster.name is no text; right is a name such as \"shop\"",
                "{\"cluster\": {\"name\": \"\"}} | /paaws/apps/shop/settings: cluster.name is empty; right is a name such as \"shop\""
            })
    void aValueOfTheWrongFormIsNamed(String document, String message) {
        assertThatThrownBy(() -> AppSettings.of("shop", Map.of(TODAY, document)))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessage(message);
    }
}

package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EcsConfigVarsTest {
    private final DataFixture fixture = new DataFixture();
    private final FakeAws aws = fixture.aws;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void moreVariablesThanAPageHoldsAreAllRead() {
        for (int i = 0; i < 130; i++) {
            aws.parameters().put("/shop/KEY_" + i, "value " + i, "SecureString", null);
        }

        Map<String, Secret> read = fixture.configVars().configVars(DataFixture.SHOP);

        assertThat(read).hasSize(130);
        assertThat(read.get("KEY_129")).isEqualTo(Secret.of("value 129"));
    }

    @Test
    void whoSetAVariableIsToldWhereThatMayBeSeen() {
        fixture.configVars().setConfigVars(DataFixture.SHOP, Map.of("COLOUR", Secret.of("red")));

        assertThat(fixture.configVars().configVarFacts(DataFixture.SHOP))
                .hasEntrySatisfying(
                        "COLOUR", fact -> assertThat(fact.lastModifiedBy()).isEqualTo(FakeAws.PRINCIPAL));
        aws.attachPolicy(FakeAws.PRINCIPAL, """
            {"Statement": [{"Effect": "Allow", "Action": ["ssm:GetParameter*"], "Resource": "*"},
             {"Effect": "Deny", "Action": "ssm:GetParameterHistory", "Resource": "*"}]}""");

        assertThat(fixture.configVars().configVarFacts(DataFixture.SHOP)).hasEntrySatisfying("COLOUR", fact -> {
            assertThat(fact.version()).isEqualTo("1");
            assertThat(fact.lastModifiedBy()).isNull();
        });
    }

    @Test
    void severalDozenAreSetAndRemovedInOneCall() {
        Map<String, Secret> many = new TreeMap<>();
        for (int i = 0; i < 25; i++) {
            many.put("KEY_" + i, Secret.of("value"));
        }
        aws.parameters().put("/shop/STAYS", "here");

        fixture.configVars().setConfigVars(DataFixture.SHOP, many);
        assertThat(aws.parameters().names())
                .filteredOn(name -> name.startsWith("/shop/KEY_"))
                .hasSize(25);
        fixture.configVars().unsetConfigVars(DataFixture.SHOP, many.keySet());

        assertThat(aws.parameters().names())
                .filteredOn(name -> name.startsWith("/shop/"))
                .containsExactly("/shop/STAYS");
        assertThat(aws.api().count(FakeAws.calls("DeleteParameters"))).isEqualTo(3);
    }

    @Test
    void aNewVariableIsASecretAndOneThatIsThereKeepsTypeKeyAndTier() {
        String key = aws.addKmsKey("alias/shop");
        aws.parameters().put("/shop/PLAIN", "old");
        aws.parameters().put("/shop/LIST", "a,b", "StringList", null);
        aws.parameters().put("/shop/SEALED", "old", "SecureString", "alias/shop");
        aws.parameters().put("/shop/BIG", "x".repeat(5000), "SecureString", key);

        fixture.configVars()
                .setConfigVars(
                        DataFixture.SHOP,
                        Map.of(
                                "NEW", Secret.of("1"),
                                "PLAIN", Secret.of("2"),
                                "LIST", Secret.of("c,d"),
                                "SEALED", Secret.of("3"),
                                "BIG", Secret.of("4")));

        assertThat(aws.parameters().type("/shop/NEW")).contains("SecureString");
        assertThat(aws.parameters().type("/shop/PLAIN")).contains("String");
        assertThat(aws.parameters().type("/shop/LIST")).contains("StringList");
        assertThat(aws.parameters().keyId("/shop/SEALED")).contains("alias/shop");
        assertThat(aws.parameters().value("/shop/SEALED")).contains("3");
        assertThat(aws.parameters().keyId("/shop/BIG")).contains(key);
        assertThat(aws.parameters().tier("/shop/BIG")).contains("Advanced");
    }

    @Test
    void aValueOfMoreThanFourKilobytesRaisesTheTierAndOneOfMoreThanEightIsRefused() {
        fixture.configVars().setConfigVars(DataFixture.SHOP, Map.of("BIG", Secret.of("x".repeat(8192))));
        assertThat(aws.parameters().tier("/shop/BIG")).contains("Advanced");

        // Four bytes each: what counts is bytes.
        PawseException refused = refused("BIG", "🙂".repeat(2049));

        assertThat(refused.reason()).isEqualTo(Reason.INVALID);
        assertThat(refused)
                .hasMessageContaining("BIG")
                .hasMessageContaining("8196 bytes")
                .hasMessageContaining("8192");
        assertThat(aws.parameters().value("/shop/BIG")).contains("x".repeat(8192));
    }

    @ParameterizedTest
    @ValueSource(strings = {"WITH SPACE", "ünïcode", "a//b", "/slash", ""})
    void aNameThatNoParameterCanHaveStopsTheChangeBeforeAnythingIsWritten(String name) {
        PawseException refused = catchThrowableOfType(
                PawseException.class,
                () -> fixture.configVars()
                        .setConfigVars(
                                DataFixture.SHOP,
                                Map.of("A", Secret.of("tell-nobody-1"), name, Secret.of("tell-nobody-2"))));

        assertThat(refused.reason()).isEqualTo(Reason.INVALID);
        assertThat(refused).hasMessageNotContaining("tell-nobody");
        assertThat(aws.parameters().names()).doesNotContain("/shop/A");
    }

    @Test
    void anEmptyValueIsRefusedWithTheReason() {
        assertThat(refused("A", "")).hasMessageContaining("A: Parameter Store keeps no empty values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/apps/shop", "/apps/shop/", "apps/shop"})
    void anotherPrefixCountsWithOrWithoutASlashBehindIt(String prefix) {
        fixture.settings("{\"parameter_store\": {\"prefix\": \"" + prefix + "\"}}");
        aws.parameters().put("/apps/shop/A", "1");
        aws.parameters().put("/apps/shopping/B", "not ours");

        EcsConfigVars configVars = fixture.configVars();
        configVars.setConfigVars(DataFixture.SHOP, Map.of("A", Secret.of("2")));

        assertThat(configVars.configVars(DataFixture.SHOP)).containsExactly(Map.entry("A", Secret.of("2")));
        assertThat(aws.parameters().value("/apps/shop/A")).contains("2");
    }

    @Test
    void nestedNamesAreSeenAndChanged() {
        aws.parameters().put("/shop/mail/PASSWORD", "1");

        EcsConfigVars configVars = fixture.configVars();
        configVars.setConfigVars(DataFixture.SHOP, Map.of("mail/PASSWORD", Secret.of("2")));

        assertThat(configVars.configVars(DataFixture.SHOP)).containsExactly(Map.entry("mail/PASSWORD", Secret.of("2")));
        configVars.unsetConfigVars(DataFixture.SHOP, Set.of("mail/PASSWORD"));
        assertThat(aws.parameters().names()).doesNotContain("/shop/mail/PASSWORD");
    }

    @Test
    void chambersNamesAreLowerCaseThereAndUpperCaseHere() {
        fixture.settings("{\"parameter_store\": {\"chamber_compatible\": true}}");
        aws.parameters().put("/shop/db-url", "old");
        aws.parameters().put("/shop/api_key", "key");
        EcsConfigVars configVars = fixture.configVars();

        configVars.setConfigVars(DataFixture.SHOP, Map.of("DB_URL", Secret.of("new"), "NEW_ONE", Secret.of("1")));

        assertThat(configVars.configVars(DataFixture.SHOP)).containsOnlyKeys("API_KEY", "DB_URL", "NEW_ONE");
        assertThat(aws.parameters().value("/shop/db-url")).contains("new");
        assertThat(aws.parameters().value("/shop/new_one")).contains("1");
        configVars.unsetConfigVars(DataFixture.SHOP, Set.of("DB_URL", "NOT_THERE"));
        assertThat(aws.parameters().names()).doesNotContain("/shop/db-url", "/shop/db_url");
    }

    @Test
    void aFailureHalfWayTellsWhatIsSetAlready() {
        String key = aws.addKmsKey("alias/shop");
        aws.parameters().put("/shop/B", "old", "SecureString", key);
        fixture.allowOnly("ssm:*");

        PawseException failed = catchThrowableOfType(
                PawseException.class,
                () -> fixture.configVars()
                        .setConfigVars(
                                DataFixture.SHOP,
                                Map.of("A", Secret.of("1"), "B", Secret.of("2"), "C", Secret.of("3"))));

        assertThat(failed.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failed)
                .hasMessageContaining("B could not be set")
                .hasMessageContaining("kms:Encrypt on " + key)
                .hasMessageContaining("set before that: A");
    }

    @Test
    void namesAreChangedWithoutThePermissionToDecrypt() {
        String key = aws.addKmsKey("alias/shop");
        aws.parameters().put("/shop/A", "old", "SecureString", key);
        fixture.allowOnly("ssm:GetParameters", "ssm:GetParameterHistory", "ssm:PutParameter", "kms:Encrypt");

        fixture.configVars().setConfigVars(DataFixture.SHOP, Map.of("A", Secret.of("new")));

        assertThat(aws.parameters().value("/shop/A")).contains("new");
        assertThat(aws.parameters().keyId("/shop/A")).contains(key);
    }

    @Test
    void anAppWithSettingsAndNoVariablesHasNone() {
        assertThat(fixture.configVars().configVars(DataFixture.SHOP)).isEmpty();
    }

    private PawseException refused(String name, String value) {
        return catchThrowableOfType(
                PawseException.class,
                () -> fixture.configVars().setConfigVars(new AppId("aws", "shop"), Map.of(name, Secret.of(value))));
    }
}

package dev.pawse.ecs.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MarkedOutputTest implements MarkedOutput.Sink {
    private static final String MARK = "0123456789abcdef";
    private static final String RS = "\036";

    private final List<String> heard = new ArrayList<>();
    private final Buffer text = new Buffer();
    private final MarkedOutput output = new MarkedOutput(MARK, this);

    @Test
    void theMarksAreTakenOutWhereverThePiecesAreCut() throws InterruptedException {
        String whole = "banner" + RS + MARK + RS + "out" + RS + MARK + ":42" + RS + "late";
        for (int cut = 0; cut <= whole.length(); cut++) {
            for (int second = cut; second <= whole.length(); second++) {
                heard.clear();
                MarkedOutput fresh = new MarkedOutput(MARK, this);

                put(fresh, whole.substring(0, cut));
                put(fresh, whole.substring(cut, second));
                put(fresh, whole.substring(second));
                fresh.end();

                assertThat(heard()).as("cut at %s and %s", cut, second).isEqualTo("banner|begun|out|exit 42|late");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                RS,
                RS + RS + RS,
                RS + "0123",
                RS + MARK,
                RS + MARK + ":",
                RS + MARK + ":" + RS,
                RS + MARK + ":12",
                RS + MARK + ":1234" + RS,
                RS + MARK + ":x" + RS,
                RS + "fedcba9876543210" + RS,
                "7" + RS + "0" + RS + "text"
            })
    void whatOnlyLooksLikeAMarkIsOutput(String almost) throws InterruptedException {
        put(output, almost);
        output.end();

        assertThat(heard()).isEqualTo(almost);
    }

    @Test
    void aMarkRightAfterAlmostOneIsFound() throws InterruptedException {
        put(output, RS + "01" + RS + MARK + ":0" + RS);
        output.end();

        assertThat(heard()).isEqualTo(RS + "01|exit 0");
    }

    @Override
    public void bytes(ByteString bytes) {
        text.write(bytes);
    }

    @Override
    public void begun() {
        flush();
        heard.add("begun");
    }

    @Override
    public void exited(int code) {
        flush();
        heard.add("exit " + code);
    }

    private String heard() {
        flush();
        return String.join("|", heard);
    }

    private void flush() {
        if (text.size() > 0) {
            heard.add(text.readUtf8());
        }
    }

    private static void put(MarkedOutput into, String piece) throws InterruptedException {
        into.put(ByteString.encodeUtf8(piece));
    }
}

package dev.pawse.ecs.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameCodecTest {
    private static final UUID ID = UUID.fromString("dd01e56b-ff48-483e-a508-b5f073f31b16");
    private static final Frame FRAME =
            new Frame(Frame.INPUT, 1_503_434_274_948L, 2, 0, ID, PayloadType.OUTPUT, ByteString.encodeUtf8("ls\r"));
    /** What the official plug-in writes for {@link #FRAME}. */
    private static final ByteString GOLDEN = ByteString.decodeHex(("00000074 696e7075745f73747265616d5f64617461"
                    + "202020202020202020202020202020 00000001 0000015e0baa7884 0000000000000002 0000000000000000"
                    + "a508b5f073f31b16dd01e56bff48483e"
                    + "1d887ce0f8672e4914d9000e801cd74ecd805dd9366c0bc42dc16adc0197dc2f 00000001 00000003 6c730d")
            .replace(" ", ""));

    @Test
    void aFrameIsWrittenBitForBitAsByTheOfficialClient() {
        assertThat(FrameCodec.write(FRAME).hex()).isEqualTo(GOLDEN.hex());
    }

    @Test
    void theOfficialClientsFrameIsRead() throws BrokenFrameException {
        assertThat(FrameCodec.read(GOLDEN)).isEqualTo(FRAME);
    }

    @Test
    void aTypeMayBePaddedByNuls() throws BrokenFrameException {
        ByteString padded = ByteString.of(withNuls(GOLDEN.toByteArray()));

        assertThat(FrameCodec.read(padded).type()).isEqualTo(Frame.INPUT);
    }

    @Test
    void thePayloadIsReadFromWhereTheHeaderEnds() throws BrokenFrameException {
        ByteString longer = new Buffer()
                .writeInt(124)
                .write(GOLDEN.substring(4, 116))
                .writeLong(4711)
                .write(GOLDEN.substring(116))
                .readByteString();

        assertThat(FrameCodec.read(longer)).isEqualTo(FRAME);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 40, 115, 119, 122})
    void aFrameThatIsCutOffIsBroken(int length) {
        assertThatThrownBy(() -> FrameCodec.read(GOLDEN.substring(0, length))).isInstanceOf(BrokenFrameException.class);
    }

    @Test
    void aPayloadThatDoesNotMatchItsDigestIsBroken() {
        byte[] changed = GOLDEN.toByteArray();
        changed[changed.length - 1] ^= 1;

        assertThatThrownBy(() -> FrameCodec.read(ByteString.of(changed)))
                .isInstanceOf(BrokenFrameException.class)
                .hasMessageContaining("digest");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 115, Integer.MAX_VALUE})
    void aHeaderOfALengthThatCannotBeIsBroken(int length) {
        ByteString odd =
                new Buffer().writeInt(length).write(GOLDEN.substring(4)).readByteString();

        assertThatThrownBy(() -> FrameCodec.read(odd)).isInstanceOf(BrokenFrameException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {Frame.PAUSE, Frame.START})
    void thePublicationsHeadersNeedNotBeRight(String type) throws BrokenFrameException {
        ByteString odd = new Buffer()
                .writeInt(0)
                .writeUtf8(type)
                .write(new byte[32 - type.length()])
                .readByteString();

        assertThat(FrameCodec.read(odd).type()).isEqualTo(type);
    }

    @Test
    void aFramePrintsNothingOfItsPayload() {
        assertThat(FRAME.toString()).doesNotContain("ls").contains("3 bytes");
    }

    private static byte[] withNuls(byte[] frame) {
        for (int i = 4; i < 36; i++) {
            frame[i] = frame[i] == ' ' ? 0 : frame[i];
        }
        return frame;
    }
}

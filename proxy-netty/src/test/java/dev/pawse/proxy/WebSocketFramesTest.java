package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WebSocketFramesTest {
    @ParameterizedTest
    @CsvSource({
        "810568656c6c6f, true, true",
        "818500000000aabbccddee, true, true",
        "8900, false, true",
        "8a8000000000, false, true",
        "88020 3e9, false, true",
        "890568656c6c6f, false, true",
        "8900810568656c6c6f, true, true",
        "01, false, false",
        "8105686, true, false",
        "827e0003aabbcc, true, true",
        "827e0003aabb, true, false",
        "827f0000000000000002aabb8900, true, true",
        "827f00000000000000, false, false",
        "8904aabbccdd8a00, false, true",
        "0000, true, true",
    })
    void dataIsToldFromPingsHoweverItArrives(String hex, boolean data, boolean between) {
        String digits = hex.replace(" ", "");
        byte[] bytes = bytes(digits.length() % 2 == 0 ? digits : digits.substring(0, digits.length() - 1));

        WebSocketFrames whole = new WebSocketFrames();
        assertThat(holdsData(whole, bytes)).isEqualTo(data);
        assertThat(whole.isBetweenFrames()).isEqualTo(between);

        WebSocketFrames split = new WebSocketFrames();
        boolean seen = false;
        for (byte b : bytes) {
            seen |= holdsData(split, b);
        }
        assertThat(seen).isEqualTo(data);
        assertThat(split.isBetweenFrames()).isEqualTo(between);
    }

    private static boolean holdsData(WebSocketFrames frames, byte... bytes) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        boolean data = frames.holdData(buffer);
        assertThat(buffer.readableBytes()).isEqualTo(bytes.length);
        return data;
    }

    private static byte[] bytes(String hex) {
        return java.util.HexFormat.of().parseHex(hex);
    }
}

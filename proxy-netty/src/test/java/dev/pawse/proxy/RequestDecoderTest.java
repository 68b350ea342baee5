package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RequestDecoderTest {
    @Test
    void anEmptyLineThatComesInTwoPiecesIsIgnored() {
        EmbeddedChannel channel = new EmbeddedChannel(new RequestDecoder(new byte[RequestDecoder.scratchSize()]));

        for (byte one : "\r\nGET /slow HTTP/1.1\r\nHost: shop.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII)) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {one}));
        }

        assertThat(channel.<Object>readInbound())
                .isInstanceOfSatisfying(
                        HttpRequest.class, request -> assertThat(request.uri()).isEqualTo("/slow"));
        channel.finishAndReleaseAll();
    }
}

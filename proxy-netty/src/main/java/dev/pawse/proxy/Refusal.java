package dev.pawse.proxy;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Why a request is not forwarded, in words that its sender may read.
 *
 * @param status what it is answered with
 * @param detail what was wrong and what would be right
 */
record Refusal(HttpResponseStatus status, String detail) {
    static final Refusal BROKEN_CHUNKS = bad("the body's chunks are broken");

    static Refusal bad(String detail) {
        return new Refusal(HttpResponseStatus.BAD_REQUEST, detail);
    }
}

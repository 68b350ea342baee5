package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers with an object or the range of it that was asked for. */
final class ObjectReply {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final Bucket.Stored stored;
    private final ApiRequest request;

    ObjectReply(Bucket.Stored stored, ApiRequest request) {
        this.stored = stored;
        this.request = request;
    }

    ApiReply reply() {
        Optional<Integer> part = request.parameter("partNumber").map(Integer::valueOf);
        return part.isPresent() ? part(part.get()) : range();
    }

    /** One of the parts in which the object came; one that came whole is its own first part. */
    private ApiReply part(int number) {
        List<Long> parts = stored.parts().isEmpty() ? List.of(stored.size()) : stored.parts();
        if (number < 1 || number > parts.size()) {
            throw new Refusal(416, "InvalidPartNumber", "The requested partnumber is not satisfiable");
        }
        long first =
                parts.subList(0, number - 1).stream().mapToLong(Long::longValue).sum();
        ApiReply reply = reply(true, first, first + parts.get(number - 1) - 1);
        return stored.parts().isEmpty() ? reply : reply.with("x-amz-mp-parts-count", String.valueOf(parts.size()));
    }

    private ApiReply range() {
        Matcher range = RANGE.matcher(request.header("Range").orElse(""));
        boolean partial = range.matches();
        long first = partial ? Long.parseLong(range.group(1)) : 0;
        long last = partial && !range.group(2).isEmpty()
                ? Math.min(stored.size() - 1, Long.parseLong(range.group(2)))
                : stored.size() - 1;
        if (partial && first > last) {
            throw new Refusal(416, "InvalidRange", "The requested range is not satisfiable");
        }
        return reply(partial, first, last);
    }

    private ApiReply reply(boolean partial, long first, long last) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ETag", '"' + stored.etag() + '"');
        headers.put(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(stored.modified().atOffset(ZoneOffset.UTC)));
        headers.put("Accept-Ranges", "bytes");
        headers.put("Content-Type", "binary/octet-stream");
        if (partial) {
            headers.put("Content-Range", "bytes " + first + "-" + last + "/" + stored.size());
        }
        long length = last - first + 1;
        if (request.method().equals("HEAD")) {
            headers.put("Content-Length", String.valueOf(length));
        }
        return new ApiReply(partial ? 206 : 200, headers, length, out -> copy(first, length, out));
    }

    private void copy(long first, long length, OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        try (RandomAccessFile file = new RandomAccessFile(stored.file().toFile(), "r")) {
            file.seek(first);
            long left = length;
            while (left > 0) {
                int count = file.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new IOException("the object has changed");
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        }
    }
}

package dev.pawse.scalingo.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import java.util.List;

/** Lists that come page by page. */
final class Pages {
    private static final int USUAL = 20;
    private static final int MOST = 100;

    private Pages() {}

    static ApiReply reply(ApiRequest request, String name, List<?> all) {
        int page = Math.max(1, number(request, "page", 1));
        int size = Math.min(MOST, Math.max(1, number(request, "per_page", USUAL)));
        int pages = Math.max(1, (all.size() + size - 1) / size);
        List<?> items = all.subList(Math.min(all.size(), (page - 1) * size), Math.min(all.size(), page * size));
        return Json.reply(
                200,
                Json.object(
                        name,
                        items,
                        "meta",
                        Json.object(
                                "pagination",
                                Json.object(
                                        "current_page",
                                        page,
                                        "prev_page",
                                        page > 1 ? page - 1 : null,
                                        "next_page",
                                        page < pages ? page + 1 : null,
                                        "total_pages",
                                        pages,
                                        "total_count",
                                        all.size()))));
    }

    private static int number(ApiRequest request, String name, int absent) {
        try {
            return request.parameter(name).map(Integer::parseInt).orElse(absent);
        } catch (NumberFormatException e) {
            throw Refusal.invalid(name, "is not a number");
        }
    }
}

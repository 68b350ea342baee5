package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The index of tags over all services, which lags behind. Safe for many threads. */
final class TaggingApi implements AwsService {
    private static final int PAGE = 50;
    private static final int LARGEST_PAGE = 100;
    private static final int MOST_KEYS = 50;
    private static final int MOST_VALUES = 20;

    private final Pace pace;
    private final Supplier<Map<String, Map<String, String>>> truth;
    private Map<String, Map<String, String>> index = Map.of();
    private @Nullable Instant indexed;

    /** @param truth the tags of all resources by their ARNs, as they are now */
    TaggingApi(Pace pace, Supplier<Map<String, Map<String, String>>> truth) {
        this.pace = pace;
        this.truth = truth;
    }

    @Override
    public String name() {
        return "tagging";
    }

    @Override
    public ApiReply answer(AwsCall call) {
        if (!call.operation().equals("GetResources")) {
            throw call.unknownOperation();
        }
        call.authorize("tag:GetResources", "*");
        JsonNode filters = call.input().path("TagFilters");
        if (filters.size() > MOST_KEYS || hasTooManyValues(filters)) {
            throw new Refusal("InvalidParameterException", "TagFilters can hold 50 keys of 20 values.");
        }
        if (!filters.isEmpty() && !call.texts("ResourceARNList").isEmpty()) {
            throw new Refusal("InvalidParameterException", "TagFilters and ResourceARNList exclude each other.");
        }
        int size = call.number("ResourcesPerPage", PAGE);
        if (size < 1 || size > LARGEST_PAGE) {
            throw new Refusal("InvalidParameterException", "ResourcesPerPage must be between 1 and 100.");
        }
        List<Map<String, Object>> found = new ArrayList<>();
        index().forEach((arn, tags) -> {
            if (!tags.isEmpty() && isOfType(call.texts("ResourceTypeFilters"), arn) && fits(filters, tags)) {
                found.add(Json.object("ResourceARN", arn, "Tags", json(tags)));
            }
        });
        var page = Paging.page(
                found,
                size,
                call.text("PaginationToken"),
                new Refusal("PaginationTokenExpiredException", "The token has expired."));
        return call.reply(
                "ResourceTagMappingList", page.items(), "PaginationToken", page.next() == null ? "" : page.next());
    }

    private synchronized Map<String, Map<String, String>> index() {
        Instant now = pace.now();
        if (indexed == null || !now.isBefore(indexed.plus(pace.indexing()))) {
            index = truth.get();
            indexed = now;
        }
        return index;
    }

    /** Brings the index up to date. */
    synchronized void refresh() {
        indexed = null;
    }

    private static boolean hasTooManyValues(JsonNode filters) {
        for (JsonNode filter : filters) {
            if (filter.path("Values").size() > MOST_VALUES) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfType(List<String> types, String arn) {
        String[] parts = arn.split("[:/]", -1);
        String type = parts[2] + ":" + parts[5];
        return types.isEmpty() || types.contains(type) || types.contains(parts[2]);
    }

    private static boolean fits(JsonNode filters, Map<String, String> tags) {
        for (JsonNode filter : filters) {
            String value = tags.get(filter.path("Key").asString(""));
            List<String> wanted = new ArrayList<>();
            filter.path("Values").forEach(one -> wanted.add(one.asString("")));
            if (value == null || (!wanted.isEmpty() && !wanted.contains(value))) {
                return false;
            }
        }
        return true;
    }

    private static List<Map<String, Object>> json(Map<String, String> tags) {
        List<Map<String, Object>> json = new ArrayList<>();
        new LinkedHashMap<>(tags).forEach((key, value) -> json.add(Json.object("Key", key, "Value", value)));
        return json;
    }
}

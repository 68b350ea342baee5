package dev.pawse.proxy;

import dev.pawse.core.Pawse;

/** Which path leads where. */
final class ApiRoutes {
    private ApiRoutes() {}

    static ApiRouter of(Pawse pawse, Readiness readiness, Metrics metrics, ConfigReload reload, EventStreams streams) {
        HealthApi health = new HealthApi(readiness);
        StatusApi status = new StatusApi(pawse, readiness, reload);
        AppsApi apps = new AppsApi(pawse);
        EventsApi events = new EventsApi(pawse, streams);
        PlanApi plan = new PlanApi(pawse);
        RestsApi rests = new RestsApi(pawse);
        OriginalApi original = new OriginalApi(pawse);
        MetricsText text = new MetricsText(metrics.registry());
        return new ApiRouter()
                .get(HealthApi.HEALTH, health::health)
                .get(HealthApi.READY, health::ready)
                .get(MetricsText.PATH, text::show)
                .get(StatusApi.STATUS, status::show)
                .post(StatusApi.RELOAD, status::reload)
                .get(AppsApi.PATH, apps::list)
                .get(EventsApi.PATH, events::show)
                .get(PlanApi.PATH, plan::show)
                .get(RestsApi.PATH, rests::show)
                .get(OriginalApi.APPS, original::apps)
                .delete(OriginalApi.APPS, original::forget)
                .get(OriginalApi.EVENTS, original::events)
                .below(AppsApi.PATH + "/", apps::one);
    }
}

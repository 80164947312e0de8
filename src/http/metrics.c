#include "http/metrics.h"

#include <string.h>

enum { ROUTES_MAX = 256, BUCKETS = 9, CLASSES = 6 };

/* Upper bounds in microseconds; the last bucket has none. */
static const uint64_t bounds[BUCKETS - 1] = {1000, 2500, 5000, 10000, 25000, 100000, 500000, 2500000};
static const char *const bound_texts[BUCKETS] = {"0.001", "0.0025", "0.005", "0.01", "0.025", "0.1", "0.5", "2.5", "+Inf"};

static struct {
        const char *route_id;
        unsigned long bucket[BUCKETS], by_class[CLASSES];
        uint64_t sum_us;
} counts[ROUTES_MAX];
static int n_counts;

static int slot(const char *route_id)
{
        for (int i = 0; i < n_counts; i++)
                if (!strcmp(counts[i].route_id, route_id))
                        return i;
        if (n_counts == ROUTES_MAX)
                return 0;
        counts[n_counts].route_id = route_id;
        return n_counts++;
}

void metrics_count(const struct exchange *x, uint64_t took_us)
{
        int i = slot(x->route_id ? x->route_id : "");
        int b = 0, class = x->reply.status / 100;

        while (b < BUCKETS - 1 && took_us > bounds[b])
                b++;
        counts[i].bucket[b]++;
        counts[i].by_class[class > 0 && class < CLASSES ? class : 0]++;
        counts[i].sum_us += took_us;
}

static void add_requests(struct text *t)
{
        text_add(t, "# HELP anjuan_requests_total Requests answered.\n# TYPE anjuan_requests_total counter\n");
        for (int i = 0; i < n_counts; i++)
                for (int c = 1; c < CLASSES; c++)
                        if (counts[i].by_class[c])
                                text_addf(t, "anjuan_requests_total{route=\"%s\",status=\"%dxx\"} %lu\n", counts[i].route_id, c,
                                          counts[i].by_class[c]);
}

static void add_times(struct text *t)
{
        text_add(t, "# HELP anjuan_request_seconds Time from the headers to the last byte.\n# TYPE anjuan_request_seconds histogram\n");
        for (int i = 0; i < n_counts; i++) {
                unsigned long sum = 0;

                for (int b = 0; b < BUCKETS; b++)
                        text_addf(t, "anjuan_request_seconds_bucket{route=\"%s\",le=\"%s\"} %lu\n", counts[i].route_id,
                                  bound_texts[b], sum += counts[i].bucket[b]);
                text_addf(t, "anjuan_request_seconds_sum{route=\"%s\"} %.6f\n", counts[i].route_id,
                          (double)counts[i].sum_us / 1e6);
                text_addf(t, "anjuan_request_seconds_count{route=\"%s\"} %lu\n", counts[i].route_id, sum);
        }
}

static void add_gauges(struct text *t, const struct server_gauges *g)
{
        static const char *const lanes[LANE_COUNT] = {"short", "report", "hash"};

        text_addf(t,
                  "# TYPE anjuan_connections gauge\nanjuan_connections %d\n# TYPE anjuan_suspended gauge\nanjuan_suspended %d\n"
                  "# TYPE anjuan_refused_full_total counter\nanjuan_refused_full_total %lu\n"
                  "# TYPE anjuan_refused_framing_total counter\nanjuan_refused_framing_total %lu\n"
                  "# TYPE anjuan_cut_slow_total counter\nanjuan_cut_slow_total %lu\n# TYPE anjuan_queued gauge\n",
                  g->connections, g->suspended, g->refused_full, g->refused_framing, g->cut_slow);
        for (int i = 0; i < LANE_COUNT; i++)
                text_addf(t, "anjuan_queued{lane=\"%s\"} %d\n", lanes[i], g->queued[i]);
        text_add(t, "# TYPE anjuan_busy gauge\n");
        for (int i = 0; i < LANE_COUNT; i++)
                text_addf(t, "anjuan_busy{lane=\"%s\"} %d\n", lanes[i], g->busy[i]);
}

const char *metrics_text(struct arena *a, const struct server_gauges *g)
{
        struct text t = {.arena = a};

        add_requests(&t);
        add_times(&t);
        add_gauges(&t, g);
        return text_str(&t);
}

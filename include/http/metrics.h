/* Counts and times of requests by route, for /metrics (Prometheus text format). Used on the event thread alone. */
#pragma once

#include "http/server.h"

void metrics_count(const struct exchange *x, uint64_t took_us);
const char *metrics_text(struct arena *a, const struct server_gauges *g);

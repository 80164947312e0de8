/* Liveness, readiness, metrics, the OpenAPI document and its page. */
#pragma once

#include "http/server.h"

/* Before the server opens; after it closed. The documents are made once. */
void system_open(void);
void system_close(void);
void system_set_server(const struct server *s); /* for /metrics */

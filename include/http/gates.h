/* The gates every request passes, always in this order: row, input, actor, permission, lock, judge, write, log, reply. */
#pragma once

#include "http/req.h"
#include "http/server.h"

/* For struct server_config: app is a struct gate_settings. */
void gates_admit(void *app, struct exchange *x);
void *gates_open(void *app, enum lane lane);
void gates_close(void *worker);
void gates_work(void *worker, struct exchange *x);

/* Handles of libpq that free themselves at the end of their block. */
#pragma once

#include <libpq-fe.h>

static inline void auto_result(PGresult **r) { PQclear(*r); }
static inline void auto_conn(PGconn **c) { PQfinish(*c); }
#define AUTO_RESULT __attribute__((cleanup(auto_result))) PGresult *
#define AUTO_CONN __attribute__((cleanup(auto_conn))) PGconn *

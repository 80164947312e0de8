/* What the files of the gates share; nobody else includes it. */
#pragma once

#include "http/req.h"

/* gate_input.c: everything of the request against its row. The first fault's err is returned, all are noted. */
err_t read_input(struct req *rq);
void read_token(struct req *rq); /* the hash of the bearer token, "" without one */
const char *cursor_make(struct req *rq, const char *key_1, const char *key_2);

/* accept.c: whether the client takes what the row offers. */
err_t read_accept(struct req *rq);

/* gate_reply.c: the reply from rows; r is taken over, but by reply_replay. */
const char *etag_text(struct req *rq, const char *version);
void reply_replay(struct req *rq, PGresult *r);
err_t reply_from(struct req *rq, PGresult *r);
err_t missing(struct req *rq); /* 404: not there, or not for this reader */

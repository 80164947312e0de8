#include "harness.h"

#include "base/arena.h"
#include "base/digest.h"
#include "base/id.h"
#include "base/log.h"
#include "db/migrate.h"
#include "http/route.h"
#include "main/demo.h"
#include "main/serve.h"
#include "main/work.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define PASSWORD "demo-password-1"

static struct arena memory; /* of the test that runs */
static json_t *kept[65536];
static int n_kept;

static struct settings settings;
static struct serving serving;
static char database[64];
static char urls[4][512];
static PGconn *admin;
static struct {
        char login[64], token[64];
} tokens[64];

const char *text(const char *fmt, ...)
{
        va_list ap;
        const char *s;

        va_start(ap, fmt);
        s = arena_vprintf(&memory, fmt, ap);
        va_end(ap);
        return s;
}

json_t *json_of(const char *json)
{
        json_t *j = json_loads(json, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);

        if (j && n_kept < (int)(sizeof kept / sizeof kept[0]))
                kept[n_kept++] = j;
        return j;
}

/* ---- the cluster ---- */

static const char *socket_folder(void)
{
        const char *s = getenv("ANJUAN_TEST_SOCKET");

        if (!s) {
                fputs("ANJUAN_TEST_SOCKET is not set: run scripts/test\n", stderr);
                exit(77);
        }
        return s;
}

static void make_url(char *out, size_t size, const char *dbname, const char *role)
{
        snprintf(out, size, "host='%s' dbname='%s' user='%s'", socket_folder(), dbname, role);
}

const char *database_url_of(const char *dbname, const char *role)
{
        static int at_;
        char *out = urls[at_++ % 4];

        make_url(out, sizeof urls[0], dbname, role);
        return out;
}

const char *database_url(const char *role)
{
        return database_url_of(database, role);
}

static PGconn *connect_to(const char *dbname, const char *role)
{
        char url[512];
        PGconn *c;

        make_url(url, sizeof url, dbname, role);
        c = PQconnectdb(url);
        if (PQstatus(c) != CONNECTION_OK) {
                fprintf(stderr, "no connection: %s", PQerrorMessage(c));
                exit(99);
        }
        return c;
}

static void must(PGconn *c, const char *statement)
{
        AUTO_RESULT r = PQexec(c, statement);

        if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK) {
                fprintf(stderr, "%s\n%s", statement, PQresultErrorMessage(r));
                exit(99);
        }
}

/* Tests may set the clock; serve refuses such a database unless ANJUAN_TEST is set. */
static const char test_clock[] =
        "set search_path = anjuan; create table public.test_clock (at timestamptz); grant select on public.test_clock to public;"
        "create or replace function anjuan_now() returns timestamptz stable language sql"
        " as 'select coalesce((select at from public.test_clock), now())';"
        "create or replace function anjuan_is_test() returns boolean immutable language sql return true;"
        "create index audit_event_test_request on audit_event (substring(content from '\"request\" : \"([^\"]*)\"'));";

static void load_world(const char *dbname, const char *world)
{
        struct settings s = settings;
        char jobs[512];
        struct db *db;
        bool good;

        make_url(jobs, sizeof jobs, dbname, "anjuan_jobs");
        s.jobs_url = jobs;
        s.demo_password = PASSWORD;
        db = work_open(&s);
        good = db && work_begin(db, "setup") && demo_people(db, &s) && (strcmp(world, "demo") != 0 || demo_world(db)) && work_commit(db);
        db_close(db);
        if (!good)
                exit(99);
}

static void make_template(PGconn *c, const char *name, const char *world)
{
        char statement[256], url[512];
        PGconn *in;

        snprintf(statement, sizeof statement, "drop database if exists %s_new", name);
        must(c, statement);
        snprintf(statement, sizeof statement, "create database %s_new", name);
        must(c, statement);
        snprintf(statement, sizeof statement, "%s_new", name);
        make_url(url, sizeof url, statement, "postgres");
        if (migrate_run(url, false))
                exit(99);
        in = connect_to(statement, "postgres");
        must(in, test_clock);
        PQfinish(in);
        load_world(statement, world);
        snprintf(statement, sizeof statement, "alter database %s_new rename to %s", name, name);
        must(c, statement);
}


static void drop_database(void)
{
        PGconn *c = connect_to("postgres", "postgres");
        char statement[128];

        snprintf(statement, sizeof statement, "drop database if exists %s with (force)", database);
        must(c, statement);
        PQfinish(c);
}

/* The template is made once a cluster, by whoever comes first. */
static void copy_template(const char *world)
{
        PGconn *c = connect_to("postgres", "postgres");
        char statement[256], name[64];
        AUTO_RESULT r = NULL;

        snprintf(name, sizeof name, "anjuan_template_%s", world);
        must(c, "select pg_advisory_lock(77)");
        snprintf(statement, sizeof statement, "select from pg_database where datname = '%s'", name);
        r = PQexec(c, statement);
        if (PQntuples(r) == 0)
                make_template(c, name, world);
        snprintf(statement, sizeof statement, "create database %s template %s", database, name);
        must(c, statement);
        PQfinish(c);
}

/* What an earlier version left, brought to the head. Its owners and grants name roles, which the first database of a cluster makes. */
static void restore_earlier(const char *file)
{
        char command[1024], url[512];

        copy_template("people");
        drop_database();
        make_url(url, sizeof url, "postgres", "postgres");
        snprintf(command, sizeof command, "PGOPTIONS='-c client_min_messages=warning' psql -qX -c 'create database %s' \"%s\"", database, url);
        if (system(command))
                exit(99);
        make_url(url, sizeof url, database, "postgres");
        snprintf(command, sizeof command, "gzip -dc '%s' | psql -qX -v ON_ERROR_STOP=1 -o /dev/null \"%s\"", file, url);
        if (system(command) || migrate_run(url, false))
                exit(99);
}

static void open_world(const char *name, const char *world)
{
        static char login_url[512];

        setenv("ANJUAN_TEST", "1", 1);
        log_set_level(getenv("ANJUAN_TEST_LOG") ? LOG_DEBUG : LOG_ERROR);
        if (!settings_read(&settings))
                exit(99);
        settings.hash_ops = 1;
        settings.hash_mem_mib = 8;
        settings.address = "127.0.0.1";
        settings.port = 0;
        settings.workers_short = 4;
        settings.sequence_ms = 100;
        snprintf(database, sizeof database, "test_%s_%d", name, (int)getpid());
        if (*world == '/')
                restore_earlier(world);
        else
                copy_template(world);
        make_url(login_url, sizeof login_url, database, "anjuan_login");
        settings.database_url = login_url;
        admin = connect_to(database, "postgres");
        must(admin, "set search_path = anjuan");
        if (!serve_start(&settings, &serving))
                exit(99);
}

static void close_world(void)
{
        serve_stop(&serving);
        PQfinish(admin);
        drop_database();
}

/* ---- HTTP ---- */

int port_of_server(void)
{
        return server_port(serving.server);
}

const char *base_url(void)
{
        return text("http://127.0.0.1:%d", port_of_server());
}

static size_t take_bytes(char *data, size_t size, size_t n, void *to)
{
        text_add_n(to, data, size * n);
        return size * n;
}

static const char *header_of(const char *headers, const char *name)
{
        size_t n = strlen(name);

        for (const char *line = headers; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
                if (!strncasecmp(line, name, n) && line[n] == ':') {
                        const char *value = line + n + 1 + strspn(line + n + 1, " ");

                        return arena_text_n(&memory, value, strcspn(value, "\r\n"));
                }
        return "";
}

/* The target in <target>; rel="next". */
static const char *next_of(const char *link)
{
        return *link == '<' && strstr(link, "rel=\"next\"") ? arena_text_n(&memory, link + 1, strcspn(link + 1, ">")) : "";
}

static void check_schema(const char *method, const char *target, const struct answer *a)
{
        struct route_match m;
        const char *differs;

        route_find(method, target, strcspn(target, "?"), &memory, &m);
        if (!m.route || a->status < 200 || a->status > 299 || !a->json || !m.route->reply)
                return;
        differs = route_reply_differs(m.route, a->json, &memory);
        ck_assert_msg(!differs, "%s %s: the reply is not what the row says: %s\n%s", method, target, differs, a->text);
}

/* What a request that did not come to the gates may be told, for its framing, a full house or a lost database: that is in
 * the server's own log alone. */
static bool is_told_before_the_gates(int status)
{
        static const int told[] = {400, 408, 411, 413, 414, 417, 431, 500, 501, 503, 504, 505};

        for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
                if (told[i] == status)
                        return true;
        return false;
}

/* Every request that comes to the gates leaves one line in the log, whatever came of it. */
static void check_log(const char *method, const char *target, const struct answer *a)
{
        struct route_match m;
        const char *id = header_of(a->headers, "X-Request-Id"), *lines;

        route_find(method, target, strcspn(target, "?"), &memory, &m);
        if (!m.route || (m.route->flags & (ROUTE_PLAIN | ROUTE_NO_SESSION)))
                return;
        lines = sql("select count(*) from audit_event where substring(content from '\"request\" : \"([^\"]*)\"') = '%s'", id);
        ck_assert_msg(!strcmp(lines, "1") || (is_told_before_the_gates(a->status) && !strcmp(lines, "0")), "%s %s left %s lines in the log: %s", method,
                      target, lines, a->text);
}

/* One request under way; its texts live in the test's memory. */
struct under_way {
        CURL *curl;
        struct curl_slist *headers;
        struct text body, head;
};

static void prepare(struct under_way *u, const struct call *c)
{
        bool typed = false;

        *u = (struct under_way){.curl = curl_easy_init(), .body = {.arena = &memory}, .head = {.arena = &memory}};
        if (c->who)
                u->headers = curl_slist_append(u->headers, text("Authorization: Bearer %s", token_of(c->who)));
        for (const char *const *h = c->headers; h && *h; h++) {
                u->headers = curl_slist_append(u->headers, *h);
                typed = typed || !strncasecmp(*h, "Content-Type:", 13);
        }
        if (c->body && !typed)
                u->headers = curl_slist_append(u->headers, "Content-Type: application/json");
        curl_easy_setopt(u->curl, CURLOPT_URL, text("%s%s", base_url(), c->target));
        curl_easy_setopt(u->curl, CURLOPT_PATH_AS_IS, 1L);
        curl_easy_setopt(u->curl, CURLOPT_CUSTOMREQUEST, c->method);
        curl_easy_setopt(u->curl, CURLOPT_NOBODY, (long)!strcmp(c->method, "HEAD"));
        curl_easy_setopt(u->curl, CURLOPT_HTTPHEADER, u->headers);
        curl_easy_setopt(u->curl, CURLOPT_TIMEOUT, 60L);
        curl_easy_setopt(u->curl, CURLOPT_WRITEFUNCTION, take_bytes);
        curl_easy_setopt(u->curl, CURLOPT_WRITEDATA, &u->body);
        curl_easy_setopt(u->curl, CURLOPT_HEADERFUNCTION, take_bytes);
        curl_easy_setopt(u->curl, CURLOPT_HEADERDATA, &u->head);
        if (c->body) {
                curl_easy_setopt(u->curl, CURLOPT_POSTFIELDSIZE, (long)strlen(c->body));
                curl_easy_setopt(u->curl, CURLOPT_POSTFIELDS, c->body);
        }
}

static struct answer *answer_of(int status, const char *headers, const char *body, size_t len)
{
        struct answer *a = arena_take(&memory, sizeof *a);

        a->status = status;
        a->text = body;
        a->len = len;
        a->json = json_of(body);
        a->headers = headers;
        a->etag = header_of(headers, "ETag");
        a->location = header_of(headers, "Location");
        a->link = next_of(header_of(headers, "Link"));
        a->retry_after = header_of(headers, "Retry-After");
        return a;
}

static struct answer *finish(struct under_way *u, const struct call *c)
{
        struct answer *a;
        long status = 0;

        curl_easy_getinfo(u->curl, CURLINFO_RESPONSE_CODE, &status);
        a = answer_of((int)status, text_str(&u->head), text_str(&u->body), u->body.len);
        curl_slist_free_all(u->headers);
        curl_easy_cleanup(u->curl);
        check_schema(c->method, c->target, a);
        check_log(c->method, c->target, a);
        return a;
}

struct answer *request(const char *who, const char *method, const char *target, const char *body, const char *const *headers)
{
        struct call c = {who, method, target, body, headers};
        struct under_way u;
        CURLcode code;

        prepare(&u, &c);
        code = curl_easy_perform(u.curl);
        ck_assert_msg(code == CURLE_OK, "%s %s: %s", method, target, curl_easy_strerror(code));
        return finish(&u, &c);
}

struct answer **request_all(const struct call *calls, size_t n)
{
        struct under_way *u = arena_take(&memory, n * sizeof *u);
        struct answer **out = arena_take(&memory, n * sizeof *out);
        CURLM *multi = curl_multi_init();
        int running = 1;

        for (size_t i = 0; i < n; i++) {
                prepare(&u[i], &calls[i]);
                curl_easy_setopt(u[i].curl, CURLOPT_FRESH_CONNECT, 1L);
                curl_multi_add_handle(multi, u[i].curl);
        }
        while (curl_multi_perform(multi, &running) == CURLM_OK && running)
                curl_multi_poll(multi, NULL, 0, 1000, NULL);
        for (size_t i = 0; i < n; i++) {
                curl_multi_remove_handle(multi, u[i].curl);
                out[i] = finish(&u[i], &calls[i]);
        }
        curl_multi_cleanup(multi);
        return out;
}

/* ---- bytes ---- */

static int connect_socket(void)
{
        struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port_of_server()),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

        ck_assert(fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a) == 0);
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){.tv_sec = 10}, sizeof(struct timeval));
        return fd;
}

static bool is_whole(struct text *t)
{
        const char *end = t->len ? strstr(text_str(t), "\r\n\r\n") : NULL;

        return end && t->len >= (size_t)(end + 4 - t->s) + strtoul(header_of(t->s, "Content-Length"), NULL, 10);
}

struct answer *raw(const char *bytes, size_t len)
{
        struct text t = {.arena = &memory};
        int fd = connect_socket();
        char piece[4096];
        const char *body;
        ssize_t n = 1;

        /* The server may have refused and closed before all of it was sent. */
        for (size_t sent = 0; sent < len && n > 0; sent += (size_t)n)
                n = send(fd, bytes + sent, len - sent, MSG_NOSIGNAL);
        while (!is_whole(&t) && (n = recv(fd, piece, sizeof piece, 0)) > 0)
                text_add_n(&t, piece, (size_t)n);
        close(fd);
        body = t.len ? strstr(t.s, "\r\n\r\n") : NULL;
        if (!body)
                return answer_of(0, "", "", 0);
        return answer_of(atoi(t.s + strcspn(t.s, " ")), arena_text_n(&memory, t.s, (size_t)(body + 2 - t.s)), body + 4,
                         t.len - (size_t)(body + 4 - t.s));
}

const char *header(const struct answer *a, const char *name)
{
        return header_of(a->headers, name);
}

struct answer *get(const char *who, const char *fmt, ...)
{
        va_list ap;
        const char *target;

        va_start(ap, fmt);
        target = arena_vprintf(&memory, fmt, ap);
        va_end(ap);
        return request(who, "GET", target, NULL, NULL);
}

struct answer *post(const char *who, const char *body, const char *fmt, ...)
{
        va_list ap;
        const char *target;

        va_start(ap, fmt);
        target = arena_vprintf(&memory, fmt, ap);
        va_end(ap);
        return request(who, "POST", target, body, NULL);
}

struct answer *change(const char *who, const char *method, const char *etag, const char *body, const char *fmt, ...)
{
        const char *headers[] = {text("If-Match: %s", etag), NULL};
        const char *target;
        va_list ap;

        va_start(ap, fmt);
        target = arena_vprintf(&memory, fmt, ap);
        va_end(ap);
        return request(who, method, target, body, headers);
}

const char *token_of(const char *who)
{
        size_t i = 0;
        struct answer *a;

        while (tokens[i].login[0] && strcmp(tokens[i].login, who))
                i++;
        if (tokens[i].login[0])
                return tokens[i].token;
        a = post(NULL, text("{\"login\":\"%s\",\"password\":\"" PASSWORD "\"}", who), "/api/v1/sessions");
        expect(a, 201);
        snprintf(tokens[i].login, sizeof tokens[i].login, "%s", who);
        snprintf(tokens[i].token, sizeof tokens[i].token, "%s", at(a, "token"));
        return tokens[i].token;
}

long long log_sealed(void)
{
        for (int i = 0; i < 1200 && strcmp(sql("select count(*) - (select count(*) from audit_entry) from audit_event"), "0"); i++) {
                sql("select audit_sequence(20000)");
                usleep(i < 20 ? 2000 : 100000);
        }
        return atoll(sql("select seq from audit_sealed"));
}

void expect(const struct answer *a, int status)
{
        ck_assert_msg(a->status == status, "expected %d, got %d: %.3000s", status, a->status, a->text);
}

void expect_problem(const struct answer *a, int status, const char *code)
{
        const char *got = at(a, "code");

        ck_assert_msg(a->status == status && got && !strcmp(got, code), "expected %d %s, got %d: %.3000s", status, code, a->status,
                      a->text);
        ck_assert_msg(strstr(a->headers, "application/problem+json") != NULL, "not a problem: %s", a->headers);
        ck_assert(at(a, "request_id") && at(a, "title"));
}

void expect_field(const struct answer *a, const char *where, const char *code)
{
        for (size_t i = 0; i < count_at(a, "errors"); i++) {
                const char *w = at(a, text("errors/%zu/pointer", i)), *n = at(a, text("errors/%zu/name", i));

                if (!strcmp(w ? w : n ? n : "", where) && !strcmp(at(a, text("errors/%zu/code", i)), code))
                        return;
        }
        ck_abort_msg("no fault %s at %s: %s", code, where, a->text);
}

static json_t *find(const struct answer *a, const char *path)
{
        char *copy = arena_text(&memory, path), *step;
        json_t *j = a->json;

        while (j && (step = strsep(&copy, "/")))
                j = json_is_array(j) ? json_array_get(j, strtoul(step, NULL, 10)) : json_object_get(j, step);
        return j;
}

const char *at(const struct answer *a, const char *path)
{
        json_t *j = find(a, path);
        char *dump;
        const char *out;

        if (!j || json_is_null(j))
                return NULL;
        if (json_is_string(j))
                return json_string_value(j);
        dump = json_dumps(j, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS);
        out = arena_text(&memory, dump);
        free(dump);
        return out;
}

long long number_at(const struct answer *a, const char *path)
{
        json_t *j = find(a, path);

        ck_assert_msg(json_is_integer(j), "no number at %s: %s", path, a->text);
        return json_integer_value(j);
}

size_t count_at(const struct answer *a, const char *path)
{
        return json_array_size(find(a, path));
}

/* ---- SQL ---- */

static const char *first_cell(PGresult *r)
{
        return PQntuples(r) && !PQgetisnull(r, 0, 0) ? arena_text(&memory, PQgetvalue(r, 0, 0)) : NULL;
}

const char *sql(const char *fmt, ...)
{
        AUTO_RESULT r = NULL;
        va_list ap;
        const char *statement;

        va_start(ap, fmt);
        statement = arena_vprintf(&memory, fmt, ap);
        va_end(ap);
        r = PQexec(admin, statement);
        ck_assert_msg(PQresultStatus(r) == PGRES_TUPLES_OK || PQresultStatus(r) == PGRES_COMMAND_OK, "%.900s\n%.900s", statement,
                      PQresultErrorMessage(r));
        return first_cell(r);
}

const char *sql_as(const char *who, const char *fmt, ...)
{
        PGconn *c = connect_to(database, "anjuan_login");
        char hash[SHA256_HEX_LEN + 1] = "";
        AUTO_RESULT r = NULL;
        const char *statement, *out;
        va_list ap;

        va_start(ap, fmt);
        statement = arena_vprintf(&memory, fmt, ap);
        va_end(ap);
        if (who)
                sha256_hex(token_of(who), strlen(token_of(who)), hash);
        must(c, "set search_path = anjuan; begin");
        must(c, text("select set_config('anjuan.token', '%s', true)", hash));
        r = PQexec(c, statement);
        if (PQresultStatus(r) == PGRES_TUPLES_OK || PQresultStatus(r) == PGRES_COMMAND_OK)
                out = PQresultStatus(r) == PGRES_COMMAND_OK ? arena_text(&memory, PQcmdTuples(r)) : first_cell(r);
        else
                out = text("ERROR %s", PQresultErrorField(r, PG_DIAG_SQLSTATE));
        PQfinish(c);
        return out;
}

void set_now(const char *timestamptz)
{
        sql("delete from public.test_clock");
        if (timestamptz)
                sql("insert into public.test_clock values ('%s')", timestamptz);
}

const char *new_key(void)
{
        char id[UUID_LEN + 1];

        uuid_make(id);
        return text("Idempotency-Key: %s", id);
}

/* ---- stories ---- */

static const char *unit_part(const char *login)
{
        return strchr(login, '.') + 1;
}

static const char *person_id(const char *login)
{
        return sql("select person_id from person where login = '%s'", login);
}

struct answer *file_case(const char *who, const char *filed_on, const char *fields)
{
        const char *unit = unit_part(who);

        return post(who,
                                text("{\"procedure\":\"ordinary\",\"source\":\"inspection\",\"cause_code\":\"04\",\"filed_on\":\"%s\","
                                     "\"parties\":[{\"kind\":\"organisation\",\"name\":\"上海示例物业有限公司\"}],"
                                     "\"officers\":[\"%s\",\"%s\"]%s%s}",
                                     filed_on, person_id(text("officer1.%s", unit)), person_id(text("officer2.%s", unit)),
                                     *fields ? "," : "", fields),
                                "/api/v1/cases");
}

const char *case_filed_by(const char *officer, const char *filed_on, const char *fields)
{
        struct answer *a = file_case(strstr(fields, "clue_ids") ? officer : text("lead.%s", unit_part(officer)), filed_on, fields);

        expect(a, 201);
        return at(a, "case_id");
}

static void clue_act(const char *who, const char *clue_id, const char *version, const char *day, const char *fields)
{
        expect(change(who, "POST", text("\"%s\"", version), text("{\"happened_on\":\"%s\",%s}", day, fields), "/api/v1/clues/%s/acts", clue_id), 201);
}

void clue_approved(const char *unit, const char *clue_id, const char *day)
{
        const char *officer = text("officer1.%s", unit);

        clue_act(officer, clue_id, "1", day, "\"kind\":\"verified\",\"outcome\":\"founded\",\"reason\":\"现场核查属实\"");
        clue_act(officer, clue_id, "2", day, "\"kind\":\"approval_requested\",\"outcome\":\"file\",\"reason\":\"符合立案条件\"");
        clue_act(text("lead.%s", unit), clue_id, "3", day, "\"kind\":\"approval_decided\",\"outcome\":\"approved\"");
}

struct answer *record(const char *who, const char *case_id, const char *kind, const char *happened_on, const char *fields)
{
        const char *version = sql("select version from case_file where case_id = '%s'", case_id);

        return change(who, "POST", text("\"%s\"", version),
                      text("{\"kind\":\"%s\",\"happened_on\":\"%s\"%s%s}", kind, happened_on, *fields ? "," : "", fields),
                      "/api/v1/cases/%s/events", case_id);
}

static long long number_of_parameter(const char *name)
{
        return atoll(sql("select parameter_on('%s', anjuan_today())", name));
}

/* All days on which the party is to be left time lie far enough ahead. */
static const char *later(const char *day)
{
        return sql("select date '%s' + 20", day);
}

struct answer *opinion(const char *who, const char *id, const char *day)
{
        const char *headers[] = {text("If-Match: \"%s\"", sql("select version from case_file where case_id = '%s'", id)), NULL};

        return request(who, "POST", text("/api/v1/cases/%s/legal-review", id), text("{\"happened_on\":\"%s\",\"outcome\":\"agree\"}", day), headers);
}

static void offer_hearing(const char *officer, const char *lead, const char *id, const char *day)
{
        expect(record(officer, id, "hearing_told", day, text("\"until\":\"%s\"", later(day))), 201);
        expect(record(officer, id, "hearing_waived", day, "\"remark\":\"书面放弃听证\""), 201);
        expect(record(lead, id, "legal_reviewed", day,
                      text("\"outcome\":\"agree\",\"person_id\":\"%s\"", person_id("legalreview.city"))),
               201);
        expect(record(lead, id, "discussed", day, "\"remark\":\"集体讨论同意\""), 201);
}

const char *intended(long long fine_fen)
{
        return text("\"penalties\":[{\"kind\":\"warning\"},{\"kind\":\"fine\",\"amount_fen\":%lld}]", fine_fen);
}

void investigate(const char *unit, const char *id, const char *day)
{
        const char *officer = text("officer1.%s", unit);

        expect(record(officer, id, "evidence_registered", day, "\"evidence_kind\":\"record\",\"remark\":\"现场笔录\""), 201);
        expect(record(officer, id, "investigated", day, "\"outcome\":\"penalty\",\"tier\":\"general\""), 201);
}

struct answer *penalise(const char *unit, const char *id, const char *day, long long fine_fen)
{
        const char *officer = text("officer1.%s", unit), *lead = text("lead.%s", unit);

        expect(record(officer, id, "notice_served", day, text("\"until\":\"%s\",\"remark\":\"拟处罚告知\",%s", later(day), intended(fine_fen))), 201);
        expect(record(officer, id, "defence_waived", day, "\"remark\":\"书面放弃陈述申辩\""), 201);
        if (fine_fen >= number_of_parameter("hearing_fine_org"))
                offer_hearing(officer, lead, id, day);
        return record(lead, id, "decided", day,
                      text("\"outcome\":\"penalty\",\"remark\":\"事实清楚，证据充分\","
                           "\"penalties\":[{\"kind\":\"warning\"},{\"kind\":\"fine\",\"amount_fen\":%lld}]",
                           fine_fen));
}

const char *case_closed_in(const char *unit, const char *filed_on, const char *decided_on, const char *closed_on, long long fine_fen)
{
        const char *officer = text("officer1.%s", unit), *lead = text("lead.%s", unit);
        const char *id = case_filed_by(officer, filed_on, "");

        investigate(unit, id, decided_on);
        expect(penalise(unit, id, decided_on, fine_fen), 201);
        expect(record(officer, id, "served", decided_on, "\"mode\":\"direct\""), 201);
        expect(record(officer, id, "paid", closed_on, text("\"amount_fen\":%lld", fine_fen)), 201);
        expect(record(lead, id, "closed", closed_on, ""), 201);
        return id;
}

struct answer *exported(const char *who, const char *body)
{
        struct answer *a = post(who, body, "/api/v1/exports");
        const char *id = at(a, "export_id");

        expect(a, 202);
        for (int i = 0; i < 600 && strcmp(at(a, "state"), "done"); i++) {
                usleep(100000);
                a = get(who, "/api/v1/exports/%s", id);
                ck_assert_msg(strcmp(at(a, "state"), "failed") != 0, "%s", a->text);
        }
        a = get(who, "/api/v1/exports/%s/file", id);
        expect(a, 200);
        return a;
}

/* ---- running ---- */

static void forget(void)
{
        while (n_kept)
                json_decref(kept[--n_kept]);
        arena_free(&memory);
}

int harness_main(const char *name, const char *world, const TTest *const *tests)
{
        Suite *s = suite_create(name);
        TCase *c = tcase_create(name);
        SRunner *r;
        int failed;

        for (; *tests; tests++)
                tcase_add_test(c, *tests);
        tcase_add_checked_fixture(c, NULL, forget);
        suite_add_tcase(s, c);
        r = srunner_create(s);
        /* The server's threads would not survive a fork. */
        srunner_set_fork_status(r, CK_NOFORK);
        curl_global_init(CURL_GLOBAL_DEFAULT);
        open_world(name, world);
        srunner_run_all(r, CK_NORMAL);
        failed = srunner_ntests_failed(r);
        srunner_free(r);
        forget();
        close_world();
        curl_global_cleanup();
        return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

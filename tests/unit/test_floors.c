#include "unit.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

/* Each floor and those below it that it may include. rules is pure and render knows no case: both stand on base alone. */
static const struct {
        const char *floor, *below;
} floors[] = {
        {"base", ""}, {"rules", "base"}, {"render", "base"}, {"db", "base"}, {"http", "db base"},
        {"api", "http db render rules base"}, {"main", "api http db render rules base"},
};
enum { FLOORS = sizeof floors / sizeof floors[0] };

static int files_read;

static int floor_of(const char *name, size_t n)
{
        for (int i = 0; i < FLOORS; i++)
                if (strlen(floors[i].floor) == n && !strncmp(floors[i].floor, name, n))
                        return i;
        return -1;
}

static int may_include(int from, int to)
{
        return from == to || strstr(floors[from].below, floors[to].floor) != NULL;
}

static void read_file(int floor, const char *path)
{
        FILE *f = fopen(path, "r");
        char line[1024];

        ck_assert_msg(f != NULL, "%s", path);
        files_read++;
        while (fgets(line, sizeof line, f)) {
                const char *name = strncmp(line, "#include \"", 10) ? NULL : line + 10;
                int to = name ? floor_of(name, strcspn(name, "/\"")) : -1;

                if (to >= 0)
                        ck_assert_msg(may_include(floor, to), "%s looks up: %s", path, line);
        }
        fclose(f);
}

static void read_folder(int floor, const char *tree)
{
        char folder[512], path[1024];
        struct dirent *e;
        DIR *d;

        snprintf(folder, sizeof folder, SOURCE_ROOT "/%s/%s", tree, floors[floor].floor);
        d = opendir(folder);
        ck_assert_msg(d != NULL, "%s", folder);
        while ((e = readdir(d))) {
                size_t n = strlen(e->d_name);

                if (n < 3 || (strcmp(e->d_name + n - 2, ".c") && strcmp(e->d_name + n - 2, ".h")))
                        continue;
                snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
                read_file(floor, path);
        }
        closedir(d);
}

START_TEST(includes_only_go_down)
{
        for (int i = 0; i < FLOORS; i++) {
                read_folder(i, "src");
                read_folder(i, "include");
        }
        ck_assert_int_gt(files_read, 60);
}
END_TEST

UNIT_MAIN("floors", includes_only_go_down)

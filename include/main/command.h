/* The subcommands. Each returns the exit status: 0 done, 1 failed, 2 called wrongly. */
#pragma once

#include "main/settings.h"

int command_main(int argc, char **argv);

int serve_command(const struct settings *s, int argc, char **argv);
int key_command(const struct settings *s, int argc, char **argv);
int verify_command(const struct settings *s, int argc, char **argv);
int verify_draw(const char *population, const char *draw); /* the two files; needs no database */
int user_command(const struct settings *s, int argc, char **argv);
int import_command(const struct settings *s, int argc, char **argv); /* 3: some rows refused */
int demo_command(const struct settings *s, int argc, char **argv);
int calendar_command(const struct settings *s, int argc, char **argv);
int deadlines_command(const struct settings *s, int argc, char **argv);
int prechecks_command(const struct settings *s, int argc, char **argv);

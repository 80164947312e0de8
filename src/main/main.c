#include "db/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
        if (argc > 1 && !strcmp(argv[1], "migrate"))
                return migrate_run(getenv("ANJUAN_ADMIN_URL"), argc > 2);
        return 0;
}

#include "main/demo.h"
#include "main/work.h"

bool demo_world(struct db *db)
{
        return db != NULL;
}

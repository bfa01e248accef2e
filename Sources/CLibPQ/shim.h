// Debian's libpq, as its package declares it.
#include <libpq-fe.h>

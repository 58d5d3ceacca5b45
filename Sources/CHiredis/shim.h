/* The reply parser of hiredis; its sockets, formatter and event-loop adapters are not used. */
#include <hiredis/hiredis.h>

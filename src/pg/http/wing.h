/*
 * wing.h
 *		One life of a call over HTTP.
 *
 * It hides libcurl, its handles and sockets, the wait for them beside the latch,
 * and the turns that a key has of PostNL's limit.  It knows neither accounts nor
 * shared memory of workers: key and limit are given.
 *
 * Neighbours make, drive and finish an errand (errand.h), in a set of transfers
 * that they begin and end (transfer.h).  Who keeps a queue of errands keeps it
 * himself.  limiter.h tells of turns, libcurl.h of the library that runs.
 */
#ifndef PNL_PG_HTTP_WING_H
#define PNL_PG_HTTP_WING_H

#include "pg/http/errand.h"
#include "pg/http/libcurl.h"
#include "pg/http/limiter.h"
#include "pg/http/transfer.h"

#endif							/* PNL_PG_HTTP_WING_H */

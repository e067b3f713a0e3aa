/*
 * signals.h
 *		Keeps signals from a thread that a library starts.
 */
#ifndef PNL_PG_BASE_SIGNALS_H
#define PNL_PG_BASE_SIGNALS_H

/*
 * Blocks signals until pnl_signals_unblock(): a thread that is started
 * meanwhile inherits that.  Does nothing when they are blocked already.  May
 * be called beneath a callback: nothing is thrown.
 */
extern void pnl_signals_block(void);

/* Undoes pnl_signals_block(); does nothing when there was none. */
extern void pnl_signals_unblock(void);

#endif							/* PNL_PG_BASE_SIGNALS_H */

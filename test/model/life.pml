/*
 * life.pml
 *		The life of one row of the outbox, for spin: workers that are killed at
 *		any moment, answers that are lost, a copy of the database, cancel,
 *		requeue and a move.
 *
 * One order is enough, since no statement of the outbox depends on another
 * row.  Each atomic block is one transaction of ours, or one step of
 * PostNL's; between two of them anybody may do anything, a kill included.
 *
 * What is taken for granted, because the code cannot make it so:
 *	- a request that was sent has arrived by the time that PostNL is asked what
 *	  it has (ten seconds later at the earliest), and PostNL tells of all it has;
 *	- postnl_adopt() is called when the original is gone for good;
 *	- a process whose lease runs out is dead (the drain gives up its claims
 *	  before it starts a call, when it was kept from running for that long).
 *
 * RESERVED is 1 where barcodes are reserved beforehand, 0 where PostNL issues
 * them in the call.  COPIED lets there be a copy.  The WITHOUT_ macros each take one rule of the code away,
 * and test/model/run.sh expects that spin finds what goes wrong then.
 */
#ifndef RESERVED
#define RESERVED 1
#endif

/* The rules that can be taken away. */
#ifdef WITHOUT_NODES
#define IS_OURS(d) true
#else
#define IS_OURS(d) (row[d].node == d)
#endif
#ifdef WITHOUT_LOOKUP
#define IS_LOOKED_UP(d) false
#else
#define IS_LOOKED_UP(d) row[d].in_doubt
#endif
#ifdef WITHOUT_DOUBT
#define MAY_CANCEL true
#else
#define MAY_CANCEL (!row[ORIGINAL].in_doubt)
#endif
#ifdef WITHOUT_ADOPTED_DOUBT
#define ADOPTED_DOUBT row[COPY].in_doubt
#else
#define ADOPTED_DOUBT true
#endif

#ifndef KILLS
#define KILLS 2
#endif
#define USER_ACTS 2
#define PROCESSES 3			/* two workers of the original, one of the copy */
#define LIVES (PROCESSES + KILLS)
#define BARCODES 6			/* one more than are told apart */
#define ORIGINAL 0
#define COPY 1

/* spin numbers them from the last: in its verdicts cancelled is 1, rejected 2 */
mtype = {queued, sending, announced, rejected, cancelled}

typedef Row
{
	mtype state;
	byte barcode;			/* 0 = none yet */
	byte claimer;			/* 0 = nobody */
	byte node;
	bool in_doubt;
	bool refused;			/* the last outcome was a refusal */
	bool attempt			/* a call is written down that has no outcome */
};

Row row[2];

bool moved;					/* the original is gone */

bool has[BARCODES];			/* what PostNL has, by barcode */
bool shipped_by[2];
byte last_barcode;
bool alive[LIVES + 1];		/* by the number that a process claims by */
byte serves[LIVES + 1];		/* its database */
byte last_life = PROCESSES;
byte kills = KILLS;

/* A request on its way: who, which barcode. */
chan net = [PROCESSES] of {byte, byte, byte};

/* What comes back to a life: accepted with this barcode, or refused (0). */
chan answer[LIVES + 1] = [1] of {byte};

/* ----------
 * PostNL
 * ----------
 */

inline issue(b)
{
	if
	:: last_barcode < BARCODES - 1 -> last_barcode++
	/* that many are wrong already */
	:: else
	fi;
	b = last_barcode
}

active proctype PostNL()
{
	byte who, barcode, database;

end:
	do
	:: atomic {
			net ? who, barcode, database;
			if
			/* it takes the parcel; the same barcode is the same parcel */
			:: true ->
				if
				:: barcode == 0 -> issue(barcode)
				:: else
				fi;
				has[barcode] = true;
				shipped_by[database] = true;
				if
				:: answer[who] ! barcode
				:: answer[who] ! BARCODES	/* the answer is lost */
				fi
			/* it refuses, also what it has already */
			:: answer[who] ! 0
			/* the request is lost */
			:: answer[who] ! BARCODES
			fi;
			who = 0;
			barcode = 0;
			database = 0
		}
	od
}

/* ----------
 * A worker
 * ----------
 */

#define MINE (row[d].state == sending && row[d].claimer == me)

inline settle(outcome)
{
	if
	:: MINE ->
		row[d].state = outcome;
		row[d].claimer = 0;
		row[d].attempt = false
	:: else
	fi
}

proctype Worker(byte me; byte d)
{
	byte got, b;

end:
	do
	:: atomic { !alive[me] && last_life < LIVES && !(moved && d == ORIGINAL) ->
			/* the launcher starts another one */
			last_life++;
			me = last_life;
			alive[me] = true;
			serves[me] = d;
			got = 0
		}
	/* recover: a claimer's lock tells that it is dead */
	:: atomic { alive[me] && row[d].state == sending && row[d].claimer != me &&
			!alive[row[d].claimer] && IS_OURS(d) ->
			row[d].in_doubt = row[d].in_doubt || row[d].attempt;
			row[d].attempt = false;
			row[d].state = queued;
			row[d].claimer = 0
		}
	/* claim */
	:: atomic { alive[me] && row[d].state == queued && IS_OURS(d) ->
			row[d].state = sending;
			row[d].claimer = me
		};
		if
		:: !alive[me]
		:: alive[me] && IS_LOOKED_UP(d) && row[d].barcode == 0 -> goto look_up_reference
		:: alive[me] && IS_LOOKED_UP(d) && row[d].barcode != 0 && row[d].refused ->
			goto look_up_barcode
		:: else -> goto announce
		fi;
back:
		skip
	od;

announce:
	/* barcode and attempt, committed before the call */
	atomic {
		if
		:: !alive[me] -> goto back
		:: alive[me] && MINE ->
			if
			:: RESERVED && row[d].barcode == 0 ->
				issue(b);
				row[d].barcode = b
			:: else -> b = row[d].barcode
			fi;
			row[d].attempt = true
		:: else -> goto back
		fi
	};
	/* the call */
	atomic {
		if
		:: !alive[me] -> b = 0; goto back
		:: else -> net ! me, b, d; b = 0
		fi
	};
	/* the answer, and settling */
	if
	:: atomic { !alive[me] -> goto back }
	:: atomic { alive[me] && nempty(answer[me]) ->
			answer[me] ? got;
			if
			:: got == 0 ->
				/* what may be in PostNL's hands is looked up before it is believed */
				if
				:: MINE && IS_LOOKED_UP(d) -> row[d].refused = true; settle(queued)
				:: else -> settle(rejected)
				fi
			:: got == BARCODES ->
				if
				:: MINE -> row[d].in_doubt = true; row[d].refused = false
				:: else
				fi;
				settle(queued)
			:: else ->
				if
				:: MINE -> row[d].barcode = got
				:: else
				fi;
				settle(announced)
			fi;
			got = 0
		}
	fi;
	goto back;

look_up_reference:
	atomic {
		if
		:: !alive[me] -> goto back
		:: alive[me] && empty(net) ->
			b = 1;
			do
			:: b < BARCODES && !has[b] -> b++
			:: else -> break
			od;
			if
			:: MINE && b < BARCODES -> row[d].barcode = b; row[d].refused = false
			:: MINE && b == BARCODES -> row[d].in_doubt = false
			:: else
			fi;
			b = 0;
			settle(queued)
		fi
	};
	goto back;

look_up_barcode:
	atomic {
		if
		:: !alive[me] -> goto back
		:: alive[me] && empty(net) ->
			if
			:: has[row[d].barcode] -> settle(announced)
			:: else -> settle(rejected)
			fi
		fi
	};
	goto back
}

/* ----------
 * Everybody else
 * ----------
 */

active proctype Killer()
{
	byte victim;

end:
	do
	:: atomic { kills > 0 && !moved ->
			select(victim : 1 .. LIVES);
			if
			:: alive[victim] -> alive[victim] = false; kills--
			:: else
			fi;
			victim = 0
		}
	/* the server: both workers of the original */
	:: atomic { kills == KILLS && alive[1] && alive[2] ->
			alive[1] = false;
			alive[2] = false;
			kills = 0
		}
	od
}

active proctype User()
{
	byte acts = USER_ACTS;

end:
	do
	:: atomic { acts > 0 && !moved && row[ORIGINAL].state == queued && MAY_CANCEL ->
			row[ORIGINAL].state = cancelled; acts--
		}
	:: atomic { acts > 0 && !moved &&
			(row[ORIGINAL].state == cancelled || row[ORIGINAL].state == rejected) ->
			row[ORIGINAL].state = queued; row[ORIGINAL].refused = false; acts--
		}
	od
}

/* A dump or a template copy, at any moment; perhaps the original moves there. */
#ifdef COPIED
active proctype Copier()
{
	byte life;

	atomic {
		row[COPY].state = row[ORIGINAL].state;
		row[COPY].barcode = row[ORIGINAL].barcode;
		row[COPY].claimer = row[ORIGINAL].claimer;
		row[COPY].node = row[ORIGINAL].node;
		row[COPY].in_doubt = row[ORIGINAL].in_doubt;
		row[COPY].refused = row[ORIGINAL].refused;
		row[COPY].attempt = row[ORIGINAL].attempt
	};
	if
	:: true
	:: atomic { row[COPY].state == queued || row[COPY].state == sending ->
			moved = true;
			life = 1;
			do
			:: life <= LIVES ->
				alive[life] = alive[life] && serves[life] != ORIGINAL;
				life++
			:: else -> break
			od;
			life = 0;
			row[COPY].node = COPY;
			row[COPY].state = queued;
			row[COPY].claimer = 0;
			row[COPY].attempt = false;
			row[COPY].refused = false;
			row[COPY].in_doubt = ADOPTED_DOUBT
		}
	fi
}
#endif

init
{
	atomic {
		row[ORIGINAL].state = queued;
		row[ORIGINAL].node = ORIGINAL;
		row[COPY].state = cancelled;
		row[COPY].node = ORIGINAL;
		alive[1] = true;
		alive[2] = true;
		alive[3] = true;
		serves[3] = COPY;
		run Worker(1, ORIGINAL);
		run Worker(2, ORIGINAL);
		run Worker(3, COPY)
	}
}

/* ----------
 * What holds
 * ----------
 */

/* Never two parcels for the order; never one for what was cancelled. */
#define KNOWN (has[1] + has[2] + has[3] + has[4] + has[5])

active proctype Monitor()
{
end:
	atomic {
		(KNOWN > 1 ||
		 (row[ORIGINAL].state == cancelled && shipped_by[ORIGINAL]) ||
		 (row[ORIGINAL].state == announced && !has[row[ORIGINAL].barcode]) ||
		 (row[ORIGINAL].state == rejected && shipped_by[ORIGINAL])) ->
		assert(KNOWN <= 1);
		assert(!(row[ORIGINAL].state == cancelled && shipped_by[ORIGINAL]));
		assert(!(row[ORIGINAL].state == announced && !has[row[ORIGINAL].barcode]));
		assert(!(row[ORIGINAL].state == rejected && shipped_by[ORIGINAL]))
	}
}

/* Never lost: when nothing can happen any more, it has come to an end. */
active proctype End()
{
	timeout;
	assert(moved || row[ORIGINAL].state == announced || row[ORIGINAL].state == rejected ||
		   row[ORIGINAL].state == cancelled);
	assert(!moved || row[COPY].state == announced || row[COPY].state == rejected)
}

/* Compile-time limits of PJSIP for a small-office switchboard: 512 legs on one machine.
 *
 * Each limit is an array or a table that PJSIP sets up once; what is not used costs memory only.
 * NDEBUG (release) or its absence (asserts) is given by the build script, never here.
 */

/* One leg is one call. A queue with music holds a player a waiting caller, a recording a recorder. */
#define PJSUA_MAX_CALLS 512
#define PJSUA_MAX_ACC 64
#define PJSUA_MAX_BUDDIES 256
#define PJSUA_MAX_PLAYERS 1024
#define PJSUA_MAX_RECORDERS 512

/* Each leg has room for two answers' worth of streams, used or not: with 16, the default, that is
 * 12 MB of memory. Who offers audio, video, text, fax and one more has still one to spare. */
#define PJMEDIA_MAX_SDP_MEDIA 6

/* Legs, players, recorders, tone generators and in-band digit detectors together. */
#define PJSUA_MAX_CONF_PORTS 4096

/* Each leg takes an RTP and an RTCP socket, whose places are free again half a second after it;
 * each place takes 670 bytes, used or not. The build asks for epoll: with select() no descriptor
 * may reach 1024, whichever part of the process has opened it. */
#define PJ_IOQUEUE_MAX_HANDLES 1536

/* Hash tables of 2^n - 1 entries: a leg has at most a few transactions at a time. */
#define PJSIP_MAX_TSX_COUNT 4095
#define PJSIP_MAX_DIALOG_COUNT 2047
#define PJSIP_MAX_TRANSPORTS 256

/* An INVITE with Diversion, History-Info and P-Asserted-Identity outgrows the default 4000. */
#define PJSIP_MAX_PKT_LEN 8000

/* A message that was sent is kept for half a minute: it grows by small steps. */
#define PJSIP_POOL_INC_TDATA 1000
#define PJSUA2_MAX_SDP_BUF_LEN 4096

#define PJ_HAS_IPV6 1
#define PJ_LOG_MAX_LEVEL 4
#define PJ_LOG_MAX_SIZE 8500

/* Telephone lines speak G.711 (A-law and mu-law) and RFC 4733 digits. */
#define PJMEDIA_HAS_VIDEO 0
#define PJMEDIA_HAS_G711_CODEC 1
#define PJMEDIA_HAS_L16_CODEC 0
#define PJMEDIA_HAS_SRTP 1
/* What everybody offers for digits: simple devices do not understand another number. */
#define PJMEDIA_RTP_PT_TELEPHONE_EVENTS 101
#define PJSUA_DEFAULT_CLOCK_RATE 8000

/* One thread mixes. Even a PJMEDIA_CONF_THREADS of 1 would choose the parallel bridge instead. */
#define PJMEDIA_CONF_BACKEND PJMEDIA_CONF_SERIAL_BRIDGE_BACKEND

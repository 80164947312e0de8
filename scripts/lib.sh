# shellcheck shell=bash
# What scripts/run, scripts/test and scripts/bench share; sourced by bash scripts under `set -eu`.
#
# Who does what: `as_worker` runs a command as the user that PostgreSQL and the server run as (that is us, unless we
# are root); `child` does the same for a process that we keep, and lets it end by itself should we be killed.

repo=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
pg_bin=/usr/lib/postgresql/15/bin
worker=''       # empty: ourselves
become=()
step=''         # the process of the step under way
lock_fd=''      # never handed to a process that may outlive us
cluster=''      # the running cluster: its data directory,
cluster_log=''
sockets=''      # its socket folder,
sockets_note='' # where that is noted if it is not in the data folder,
postmaster=''   # and its process
export LC_ALL=C.UTF-8

# ---- speaking --------------------------------------------------------------------------------------------------

# Everything is said twice: Chinese, then English.
say() { printf '%s\n%s\n' "$1" "$2" || true; }

die()
{
        say "错误：$1" "Error: $2" >&2
        exit 1
}

# supervise STATUS ARGUMENT…: runs the script once more below us and only passes on its stops, until it has stopped. Bash
# loses a signal now and then, when it comes while a substitution is under way; here nothing is under way, and what is
# lost below is sent again. STATUS: how to end after a stop that was asked for; empty: as the script below does.
# The one below hears SIGINT even if we were started where it is ignored, and stops when we are killed.
supervise()
{
        local after=$1 below nap asked='' status=0
        shift

        if [ "${ANJUAN_SUPERVISED:-}" = $PPID ]; then
                unset ANJUAN_SUPERVISED
                return
        fi
        trap 'asked=yes' INT TERM HUP
        ANJUAN_SUPERVISED=$$ env --default-signal=INT,QUIT setpriv --pdeathsig TERM bash "$0" "$@" <&0 &
        below=$!
        while kill -0 "$below" 2>/dev/null; do
                [ -z "$asked" ] || kill -TERM "$below" 2>/dev/null || true
                sleep 0.5 >/dev/null 2>&1 &
                nap=$!
                wait -n "$below" "$nap" || true
        done
        kill "$nap" 2>/dev/null || true
        wait "$below" || status=$?
        [ -z "$asked" ] || status=${after:-$status}
        exit "$status"
}

# ---- packages and building ---------------------------------------------------------------------------------------

need_packages() { "$repo/scripts/install-packages" || die "软件包没有装齐。" "the packages are not all installed."; }

# Where the builds go: the checkout, or our own cache if the checkout is not ours to write.
choose_builds()
{
        builds=$repo
        if [ ! -w "$repo" ]; then
                builds=${XDG_CACHE_HOME:-$HOME/.cache}/anjuan
                mkdir -p "$builds"
                say "源码目录不可写，构建放在 $builds。" "The checkout is not writable; building in $builds."
        fi
        export ANJUAN_BUILDS=$builds
}

# What root built or wrote in somebody's checkout is theirs, or their next build fails.
hand_back()
{
        if [ "$EUID" = 0 ] && [ "$(stat -c %u "$repo")" != 0 ] && [ -e "$1" ]; then
                chown -Rh --reference="$repo" "$1"
        fi
}

# ---- other users and kept processes ------------------------------------------------------------------------------

# choose_worker USER: empty for ourselves.
choose_worker()
{
        worker=$1
        become=()
        [ -z "$worker" ] || become=(--reuid="$worker" --regid="$(id -g "$worker")" --init-groups)
}

as_worker()
{
        local words=(env HOME=/ "$@")

        [ -z "$worker" ] || words=(setpriv "${become[@]}" -- "${words[@]}")
        if [ -n "$lock_fd" ]; then
                "${words[@]}" {lock_fd}>&-
        else
                "${words[@]}"
        fi
}

# child SIGNAL COMMAND…: becomes COMMAND as the worker, in a session of its own so that Ctrl-C reaches only us and we
# can stop things in order; should we be killed, it gets SIGNAL. To be called as `child … & pid=$!`.
child()
{
        local signal=$1
        shift

        [ -z "$lock_fd" ] || exec {lock_fd}>&-
        exec setsid setpriv "${become[@]}" --pdeathsig "$signal" --no-new-privs -- env HOME=/ "$@" </dev/null
}

# run_step COMMAND…: one that takes long, in the background, so that a signal is heard while it is under way.
run_step()
{
        local status=0

        "$@" &
        step=$!
        wait "$step" || status=$?
        step=''
        return $status
}

# Whether a process lives; one that is dead but not collected by its parent does not.
is_alive()
{
        local stat

        kill -0 "$1" 2>/dev/null && { read -r stat <"/proc/$1/stat"; } 2>/dev/null && [[ ${stat##*) } != Z* ]]
}

# wait_gone PID SECONDS: whether it ended in that time.
wait_gone()
{
        local deadline=$((SECONDS + $2))

        while is_alive "$1"; do
                ((SECONDS < deadline)) || return 1
                sleep 0.05
        done
}

# end_process PID SECONDS: TERM, with all that it started if it leads a session; KILL if it takes longer.
end_process()
{
        kill -TERM -- "-$1" 2>/dev/null || kill -TERM "$1" 2>/dev/null || true
        wait_gone "$1" "$2" && return 0 # in a trap, a bare return has the status from before it
        say "进程 $1 在 $2 秒内没有停止，强制结束。" "Process $1 did not stop in $2 s; killing it." >&2
        kill -KILL "$1" 2>/dev/null || true
        wait_gone "$1" 10 || true
}

# A process is known again by its number and the time it began; numbers alone are given out anew.
process_began()
{
        local stat boot
        local -a fields

        { read -r boot </proc/sys/kernel/random/boot_id && read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
        read -ra fields <<<"${stat##*) }" # from the third on; the time it began is the 22nd of proc(5)
        echo "$boot ${fields[19]}"
}

can_reach()
{
        local at=$1

        until [ -d "$at" ]; do at=$(dirname "$at"); done
        as_worker test -x "$at"
}

# ---- PostgreSQL --------------------------------------------------------------------------------------------------

# Percent-encodes what stands in a connection URL.
url_encode()
{
        local LC_ALL=C text=$1 i c

        for ((i = 0; i < ${#text}; i++)); do
                c=${text:i:1}
                case $c in
                [A-Za-z0-9/._-]) printf '%s' "$c" ;;
                *) printf '%%%02X' "'$c" ;;
                esac
        done
}

# cluster_url USER DATABASE
cluster_url() { echo "postgresql:///$2?host=$(url_encode "$sockets")&port=5432&user=$1"; }

cluster_sql() { as_worker "$pg_bin/psql" -XAtq -v ON_ERROR_STOP=1 -h "$sockets" -p 5432 -U postgres "$@"; }

# logged SIGNAL COMMAND…: a child that writes to the cluster's log, with the worker's rights.
logged()
{
        local signal=$1
        shift

        child "$signal" bash -c 'exec "$@" >>"$0" 2>&1' "$cluster_log" "$@"
}

# cluster_make FOLDER: initdb under another name first, so that a half-made cluster is never taken for a whole one. What
# a killed run left half made may still have its initdb at work, which gives up when its files go.
cluster_make()
{
        local made tries=50

        until as_worker find "$(dirname "$1")" -maxdepth 1 -name "$(basename "$1").new-*" -exec rm -rf {} + 2>/dev/null; do
                ((tries-- > 0)) || break
                sleep 0.1
        done
        made=$(as_worker mktemp -d "$1.new-XXXXXX")
        run_step logged TERM "$pg_bin/initdb" --pgdata="$made" --username=postgres --auth=trust --locale=C.UTF-8 \
                --encoding=UTF8 --data-checksums --no-instructions || {
                tail -n 20 "$cluster_log" >&2
                die "无法建立数据库集簇。" "initdb failed."
        }
        as_worker bash -c 'echo "include '\''anjuan.conf'\''" >>"$1/postgresql.conf"; mv -T "$1" "$2"' - "$made" "$1"
}

# choose_sockets FOLDER NOTE: sets $sockets. A socket's whole path has at most 107 bytes, so a deep folder is exchanged
# for one elsewhere, which the file NOTE remembers until it is removed.
choose_sockets()
{
        local LC_ALL=C old name=/.s.PGSQL.5432.lock

        sockets_note=$2
        if [ -f "$2" ] && old=$(as_worker cat "$2") && [[ $old == /tmp/anjuan-sockets.* ]]; then
                as_worker rm -rf "$old" "$2"
        fi
        sockets=$1
        if [ $((${#sockets} + ${#name})) -gt 107 ]; then
                sockets=$(as_worker mktemp -d /tmp/anjuan-sockets.XXXXXX)
                echo "$sockets" | as_worker tee "$2" >/dev/null
                say "数据目录路径太长，套接字放在 $sockets。" \
                        "The data folder's path is too long for a socket; it is in $sockets."
        fi
        as_worker bash -c 'mkdir -p "$1" && chmod 700 "$1" && rm -f "$1"/.s.PGSQL.*' - "$sockets"
}

# cluster_configure FOLDER [throw-away]: written anew at each start; own changes belong into ALTER SYSTEM, which wins.
cluster_configure()
{
        local memory quoted=${sockets//\'/\'\'} connections=60

        memory=$(awk '/^MemTotal:/ { print int($2 / 2048) }' /proc/meminfo)
        [ "${2:-}" != throw-away ] || connections=300
        {
                cat <<-CONF
		# Made at each start by Anjuan's scripts.
		listen_addresses = ''
		port = 5432
		unix_socket_directories = '"${quoted//\"/\"\"}"'
		unix_socket_permissions = 0700
		cluster_name = 'anjuan'
		max_connections = $connections
		shared_buffers = 256MB
		effective_cache_size = ${memory}MB
		random_page_cost = 1.1
		wal_compression = lz4
		max_wal_size = 2GB
		synchronous_commit = on
		jit = off
		timezone = 'UTC'
		log_timezone = 'UTC'
		CONF
                if [ "${2:-}" = throw-away ]; then
                        # Lost at the end of the run anyhow.
                        printf '%s\n' 'fsync = off' 'full_page_writes = off' 'max_prepared_transactions = 4'
                fi
        } | as_worker tee "$1/anjuan.conf" >/dev/null
}

# The server processes of a cluster, found by their working directory: postmaster.pid may name anybody by now.
cluster_processes()
{
        as_worker bash -c '
                for p in /proc/[0-9]*; do
                        [ "$p/cwd" -ef "$1" ] && read -r name <"$p/comm" && [ "$name" = postgres ] && echo "${p#/proc/}"
                done 2>/dev/null
                true' - "$1"
}

# Ends what a killed run left of the cluster, and only then takes its marks away. A fast shutdown in the middle of a
# recovery can hang (PostgreSQL 15); ended at once the cluster recovers at its next start, so there is no need to wait.
cluster_recover()
{
        local left signal pid deadline

        for signal in INT QUIT KILL; do
                left=$(cluster_processes "$1")
                [ -n "$left" ] || break
                [ "$signal" != INT ] || say "上次运行留下的数据库仍在，先将其停止。" \
                        "The database of an earlier run is still there; stopping it first."
                for pid in $left; do kill -s "$signal" "$pid" 2>/dev/null || true; done
                deadline=$((SECONDS + 10))
                for pid in $left; do wait_gone "$pid" $((deadline - SECONDS)) || true; done
        done
        [ -z "$(cluster_processes "$1")" ] || die "旧的数据库进程无法停止。" "the old database does not stop."
        as_worker rm -f "$1/postmaster.pid"
}

# cluster_start FOLDER: sets $postmaster; returns when it takes connections, however long a recovery takes.
cluster_start()
{
        cluster=$1
        logged INT "$pg_bin/postgres" -D "$cluster" &
        postmaster=$!
        until as_worker "$pg_bin/pg_isready" -q -h "$sockets" -p 5432; do
                if ! kill -0 "$postmaster" 2>/dev/null; then
                        postmaster=''
                        tail -n 20 "$cluster_log" >&2
                        die "数据库没有启动，日志：$cluster_log" "the database did not start; its log: $cluster_log"
                fi
                sleep 0.05
        done
}

# Fast shutdown, as pg_ctl stop -m fast does it: SIGINT to the postmaster.
cluster_stop()
{
        [ -n "$postmaster" ] || return 0
        kill -INT "$postmaster" 2>/dev/null || true
        if ! wait_gone "$postmaster" 30; then
                say "数据库 30 秒内没有停止，强制结束。" "The database did not stop in 30 s; ending it at once." >&2
                kill -QUIT "$postmaster" 2>/dev/null || true
                wait_gone "$postmaster" 10 || kill -KILL "$postmaster" 2>/dev/null || true
        fi
        postmaster=''
        [ ! -e "$sockets_note" ] || as_worker rm -rf "$sockets" "$sockets_note"
}

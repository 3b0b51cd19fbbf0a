#!/bin/sh
# Installs tailmend where there is neither apt nor dnf, and takes it away again. Says what it does.
set -eu
export LC_ALL=C
umask 022

usage() {
	cat <<'TEXT'
./install.sh [--prefix DIR] [--destdir DIR]    installs tailmend and starts it
./install.sh uninstall [--prefix DIR] [--destdir DIR] [--purge]

--prefix   where the program goes: /usr/local. Configuration is in /etc/tailmend, state in /var/lib/tailmend, always
--destdir  a folder that stands for /: for an image that is being built. Nothing is started or stopped
--purge    takes configuration, history and budget along
TEXT
}

here=$(cd "$(dirname "$0")" && pwd)
order=install prefix=/usr/local destdir='' purge=''
while [ $# -gt 0 ]; do
	case $1 in
		uninstall) order=uninstall ;;
		--prefix=*) prefix=${1#*=} ;;
		--destdir=*) destdir=${1#*=} ;;
		--prefix | --destdir)
			[ $# -ge 2 ] || { echo "install.sh: $1 wants a folder" >&2; exit 2; }
			if [ "$1" = --prefix ]; then prefix=$2; else destdir=$2; fi
			shift
			;;
		--purge) purge=yes ;;
		-h | --help) usage; exit ;;
		*) echo "install.sh: unknown word '$1'; see ./install.sh --help" >&2; exit 2 ;;
	esac
	shift
done
case $prefix in
	/*) ;;
	*) echo "install.sh: --prefix $prefix: a path that begins with / is wanted" >&2; exit 2 ;;
esac
if [ -n "$purge" ] && [ "$order" = install ]; then
	echo "install.sh: --purge goes with uninstall: $0 uninstall --purge" >&2
	exit 2
fi
prefix=${prefix%/}
list=$destdir$prefix/share/tailmend/installed-files
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
news=$scratch/list text=$scratch/text

if [ -z "$destdir" ] && [ "$(id -u)" -ne 0 ]; then
	echo "install.sh: this needs root: sudo $0 …; or --destdir for a folder of your own" >&2
	exit 1
fi

# What starts services here. In an image that is being built nobody does; the unit serves systemd, if there is one.
init_system() {
	if [ -n "$destdir" ]; then
		echo image
	elif [ -d /run/systemd/system ]; then
		echo systemd
	elif [ -x /sbin/openrc-run ] || [ -x /usr/sbin/openrc-run ]; then
		echo openrc
	elif [ -x /sbin/procd ]; then
		echo procd
	else
		echo none
	fi
}

# In the list of what is here, a folder ends with a slash: one that was not there before.
make_folder() {
	if [ -d "$destdir$1/" ]; then return; fi
	make_folder "${1%/*}"
	mkdir "$destdir$1"
	echo "$1/" >>"$news"
}

# place MODE FROM TO: TO is a path on the machine on which tailmend will run. A program that runs is not written to.
place() {
	make_folder "${3%/*}"
	cp "$2" "$destdir$3.new"
	chmod "$1" "$destdir$3.new"
	mv "$destdir$3.new" "$destdir$3"
	echo "$3" >>"$news"
}

# place_text MODE FROM TO: one that names what else is installed.
place_text() {
	sed "s|@bindir@|$prefix/bin|; s|^ExecStart=/usr/bin/|ExecStart=$prefix/bin/|; s|/usr/share/doc/tailmend|$prefix/share/doc/tailmend|g" \
		"$2" >"$text"
	place "$1" "$text" "$3"
	rm "$text"
}

# place_folder FROM TO
place_folder() {
	(cd "$1" && find . -type f) | sed 's|^\./||' | sort | while read -r file; do
		if [ -x "$1/$file" ]; then place_text 755 "$1/$file" "$2/$file"; else place_text 644 "$1/$file" "$2/$file"; fi
	done
}

install_tailmend() {
	if [ -z "$destdir" ] && ! "$here/usr/bin/tailmend" --version >/dev/null; then
		echo "install.sh: the program does not run on this machine: see above. other-inits.md says what it needs" >&2
		exit 1
	fi
	mkdir -p "$destdir/"
	: >"$news"
	make_folder "$prefix/share/tailmend"
	place 755 "$here/usr/bin/tailmend" "$prefix/bin/tailmend"
	for name in tailmend-setup tailmend-simulate; do place 755 "$here/usr/libexec/tailmend/$name" "$prefix/libexec/tailmend/$name"; done
	place_folder "$here/usr/share/man" "$prefix/share/man"
	place_folder "$here/usr/share/doc" "$prefix/share/doc"
	place_folder "$here/usr/share/tailmend" "$prefix/share/tailmend"
	for shell in bash-completion fish zsh; do place_folder "$here/usr/share/$shell" "$prefix/share/$shell"; done
	# D-Bus and polkit do not look below /usr/local.
	if [ "$prefix" = /usr ]; then bus=/usr/share/dbus-1; else bus=/etc/dbus-1; fi
	place_folder "$here/usr/share/dbus-1" "$bus"
	place_folder "$here/usr/share/polkit-1" /usr/share/polkit-1

	mkdir -p "$destdir/etc/tailmend/hooks.d"
	if [ -e "$destdir/etc/tailmend/tailmend.toml" ]; then
		echo "kept       $destdir/etc/tailmend/tailmend.toml"
	else
		cp "$here/etc/tailmend/tailmend.toml" "$destdir/etc/tailmend/tailmend.toml"
		chmod 644 "$destdir/etc/tailmend/tailmend.toml"
	fi
	place_service
	keep_list
	start
	echo "installed  $destdir$prefix/bin/tailmend; to remove it: $0 uninstall --prefix $prefix${destdir:+ --destdir $destdir}"
	echo "next       find something to watch, and write it down: $prefix/bin/tailmend setup"
}

# What an older version had and this one has not goes.
keep_list() {
	if [ -f "$list" ]; then
		while read -r old; do
			case $old in
				*/) echo "$old" >>"$news" ;;
				*) grep -Fqx -- "$old" "$news" || rm -f "$destdir$old" ;;
			esac
		done <"$list"
	fi
	sort -u "$news" >"$list"
}

place_service() {
	case $(init_system) in
		systemd | image)
			# systemd looks below /usr and /usr/local, and nowhere else.
			if [ "$prefix" = /usr ]; then units=/usr/lib/systemd; else units=/usr/local/lib/systemd; fi
			place_text 644 "$here/usr/lib/systemd/system/tailmend.service" "$units/system/tailmend.service"
			place_text 644 "$here/usr/lib/systemd/catalog/tailmend.catalog" "$units/catalog/tailmend.catalog"
			;;
		openrc) place_text 755 "$here/init/tailmend.openrc" /etc/init.d/tailmend ;;
		procd) place_text 755 "$here/init/tailmend.procd" /etc/init.d/tailmend ;;
	esac
}

start() {
	case $(init_system) in
		image) echo "init       systemd's unit is there; scripts for OpenRC and procd are in $here/init" ;;
		systemd)
			journalctl --update-catalog || true
			systemctl daemon-reload
			systemctl enable --quiet tailmend.service
			# With a wrong configuration it would end at once, and one that runs is better than none.
			if "$prefix/bin/tailmend" config check >/dev/null; then
				systemctl restart tailmend.service
				echo "init       systemd: tailmend.service is enabled and was started"
			else
				echo "init       systemd: tailmend.service is enabled and NOT STARTED: mend the configuration, then: systemctl restart tailmend"
			fi
			;;
		openrc)
			rc-update --quiet add tailmend default
			rc-service tailmend restart
			echo "init       OpenRC: /etc/init.d/tailmend is in the runlevel default and was started"
			;;
		procd)
			/etc/init.d/tailmend enable
			/etc/init.d/tailmend restart
			echo "init       procd: /etc/init.d/tailmend is enabled and was started"
			;;
		none) echo "init       none that is known here: run \`$prefix/bin/tailmend daemon\` from what watches your processes" ;;
	esac
}

stop() {
	case $(init_system) in
		systemd) systemctl --quiet disable --now tailmend.service || true ;;
		openrc)
			rc-service --ifstarted tailmend stop || true
			rc-update --quiet delete tailmend || true
			;;
		procd)
			/etc/init.d/tailmend stop || true
			/etc/init.d/tailmend disable || true
			;;
		none) echo "init       none that is known here: stop \`tailmend daemon\` yourself, if it runs" ;;
	esac
}

uninstall_tailmend() {
	if [ ! -f "$list" ]; then
		echo "install.sh: nothing was installed with this script below $destdir$prefix: there is no $list" >&2
		exit 1
	fi
	stop
	cp "$list" "$news"
	rm "$list"
	# Backwards, so that a folder is empty when its turn comes; one in which others have put something stays.
	sort -r "$news" | while read -r old; do
		case $old in
			*/) rmdir "$destdir$old" 2>/dev/null || true ;;
			*) rm -f "$destdir$old" ;;
		esac
	done
	if [ -z "$destdir" ] && [ -d /run/systemd/system ]; then
		systemctl daemon-reload
		journalctl --update-catalog || true
	fi
	# Of a daemon that was killed and could not take them along: they would be told for ever.
	rm -f "$destdir/var/lib/prometheus/node-exporter/tailmend.prom"
	if [ -n "$purge" ]; then
		rm -rf "$destdir/etc/tailmend" "$destdir/var/lib/tailmend" "$destdir/run/tailmend"
		echo "removed    tailmend, its configuration and its state"
	else
		echo "removed    tailmend; kept: $destdir/etc/tailmend and $destdir/var/lib/tailmend (--purge takes them too)"
	fi
}

"${order}_tailmend"

# shellcheck shell=bash disable=SC2154
# How ./dev package makes what is in dist/. Sourced by ./dev, whose functions and lists it uses; nothing here asks or installs but
# need_packages.

deb_packages=(build-essential debhelper dpkg-dev fakeroot lintian)
rpm_packages=(rpm rpmlint)
foreign_packages=(debootstrap python3 util-linux)

# An edge router has little room, and little to fetch it with. tests/packages reads them here.
most_installed_kb=3000
most_new_packages=5

version() { sed -n "s/^project(.*[ ,]version: *'\([^']*\)'.*/\1/p" meson.build; }

# Of the changelog, so that the same sources have the same one whenever they are packed.
source_time() { dpkg-parsechangelog -l packaging/debian/changelog -S Timestamp; }

# package_file KIND ARCH
package_file() {
  local version
  version=$(version)
  : "${version:?not found in meson.build}"
  case $1 in
    deb) echo "dist/tailmend_${version}_$2.deb" ;;
    rpm) echo "dist/tailmend-$version-1.$(uname -m).rpm" ;;
    tarball) echo "dist/tailmend-$version-linux-$(uname -m).tar.gz" ;;
  esac
}

need_packages() {
  local product packages=("${deb_packages[@]}")
  for product; do
    case $product in
      rpm\ *) packages+=("${rpm_packages[@]}") ;;
      "deb $(own_architecture)" | tarball\ *) ;;
      *)
        packages+=("${foreign_packages[@]}")
        can_be_root || die "the packages for other architectures are built in a Debian root of their own, which needs root or sudo; \
without: ./dev package --arch $(own_architecture)"
        ;;
    esac
  done
  need_package "${packages[@]}"
}

# is_current FILE: younger than all that goes into it.
is_current() {
  local changed
  if [[ ! -f $1 ]]; then return 1; fi
  changed=$(find dev meson.build meson_options.txt LICENSE libwatch daemon units packaging docs SECURITY.md \
    -newer "$1" -print -quit)
  [[ -z $changed ]]
}

# make_packages 'KIND ARCH'…: what is in dist/ and not current goes, so that all there is of one tree.
make_packages() {
  local product kind architecture file files=()
  umask 022  # modes go into the packages
  mkdir -p dist
  for file in dist/*; do
    if [[ $file != dist/SHA256SUMS ]] && ! is_current "$file"; then rm -rf "$file"; fi
  done
  for product; do
    read -r kind architecture <<<"$product"
    file=$(package_file "$kind" "$architecture")
    files+=("$file")
    if ! is_current "$file"; then "make_$kind" "$architecture"; fi
  done
  (cd dist && sha256sum -- *.deb *.rpm *.tar.gz 2>/dev/null >SHA256SUMS) || true  # not every kind need be there
  say "dist/: ${files[*]#dist/}, and SHA256SUMS, in $SECONDS s"
}

# fresh_folder NAME: its path, below build/ so that the Debian root of another architecture sees it too.
fresh_folder() {
  local folder=$PWD/build/package/$1
  rm -rf "$folder"
  mkdir -p "$folder"
  echo "$folder"
}

copy_tree() { tar --exclude=./build --exclude=./dist --exclude=./.git --exclude=__pycache__ -cf - . | tar -xf - -C "$1"; }

# From a copy of the tree, with the program of ./dev build; without TAILMEND_BUILT, debian/rules compiles by itself.
make_deb() {
  local architecture=$1 folder file
  folder=$(fresh_folder "deb-$architecture")
  if [[ $(codename) != bookworm && $architecture == "$(own_architecture)" ]]; then
    complain "this is not Debian 12: the package for $architecture will not install there"
  fi
  build_release "$architecture"
  say "building the Debian package for $architecture"
  mkdir "$folder/tailmend"
  copy_tree "$folder/tailmend"
  cp -r packaging/debian "$folder/tailmend/debian"
  (cd "$folder/tailmend" && within "$architecture" env TAILMEND_BUILT="$tree/$(release_folder "$architecture")" \
    DEB_BUILD_OPTIONS=nocheck DEB_BUILD_PROFILES=nocheck \
    dpkg-buildpackage --build=binary --no-sign --no-check-builddeps --host-arch "$architecture")
  (cd "$folder" && lintian --allow-root --fail-on error,warning tailmend_*.changes)
  for file in "$folder"/tailmend_*.deb; do check_small "$file"; done
  cp "$folder"/*.deb dist/
}

# The packages that these need, all the way down.
needs_of() {
  apt-cache depends --recurse --no-recommends --no-suggests --no-enhances --no-breaks --no-conflicts --no-replaces "$@" |
    grep '^[a-z0-9]' | LC_ALL=C sort -u
}

# check_small FILE: as far as this machine's lists of packages tell.
check_small() {
  local names=() new=() required=() size group name
  size=$(dpkg-deb -f "$1" Installed-Size)
  while read -r group; do
    for name in ${group//|/ }; do if has_candidate "$name"; then names+=("$name"); break; fi; done
  done < <(dpkg-deb -f "$1" Depends | tr ',' '\n' | sed 's/([^)]*)//g')
  mapfile -t required < <(apt-cache dumpavail | awk '/^Package:/ { name = $2 } /^Priority: required/ { print name }' | sort -u)
  mapfile -t new < <(LC_ALL=C comm -23 <(needs_of "${names[@]}") <(needs_of apt "${required[@]}"))
  say "${1##*/}: $size kB installed, with documents; new on a minimal Debian: ${new[*]:-nothing}"
  if ((size > most_installed_kb || ${#new[@]} > most_new_packages)); then
    die "${1##*/} is too big: at most $most_installed_kb kB installed, and $most_new_packages packages that it brings"
  fi
}

# stage FOLDER TAILMEND: what is installed, with this program and the portable ones in place of those for Debian.
stage() {
  local folder=$1 tailmend=$2 name targets=("daemon/$2")
  for name in "${programs[@]}"; do
    if [[ $name != tailmend ]]; then targets+=("daemon/$name-portable"); fi
  done
  build_release "$(own_architecture)" "${targets[@]}"
  DESTDIR=$folder meson install -C build/release --no-rebuild --quiet
  strip -o "$folder/usr/bin/tailmend" "build/release/daemon/$tailmend"
  for name in "$folder"/usr/libexec/tailmend/*; do strip -o "$name" "build/release/daemon/${name##*/}-portable"; done
  install -m 644 packaging/tailmend.toml "$folder/etc/tailmend/"
  python3 -B tests/shape/needs.py
}

make_rpm() {
  local folder
  folder=$(fresh_folder rpm)
  stage "$folder/staged" tailmend-portable
  say 'building the rpm'
  SOURCE_DATE_EPOCH=$(source_time) rpmbuild -bb --quiet --define "_topdir $folder" --define "staged $folder/staged" \
    --define "tree $tree" packaging/rpm/tailmend.spec
  rpmlint --strict --rpmlintrc packaging/rpm/tailmend.rpmlintrc "$folder"/RPMS/*/*.rpm
  cp "$folder"/RPMS/*/*.rpm dist/
}

make_tarball() {
  local folder name
  folder=$(fresh_folder tarball)
  name=$(basename "$(package_file tarball "$1")" .tar.gz)
  say 'building the archive'
  stage "$folder/staged" tailmend-static
  mkdir -p "$folder/$name/init"
  cp -r "$folder/staged/etc" "$folder/$name/etc"
  cp -r "$folder/staged/usr" "$folder/$name/usr"
  install -m 755 packaging/init/tailmend.openrc packaging/init/tailmend.procd "$folder/$name/init/"
  install -m 755 packaging/install.sh "$folder/$name/"
  install -m 644 LICENSE docs/other-inits.md "$folder/$name/"
  tar --sort=name --mtime="@$(source_time)" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -C "$folder" -cf - "$name" |
    gzip -9n >"$folder/new"
  mv "$folder/new" "$(package_file tarball "$1")"
}

# compare_with_second_time WORD…: of ./dev package, in a folder of another depth, at another hour, with another mask and time zone.
compare_with_second_time() (
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  mkdir -p "$folder/another/place"
  copy_tree "$folder/another/place"
  say "once more, in $folder/another/place"
  (umask 027 && TZ=Pacific/Auckland "$folder/another/place/dev" package "$@")
  status=0
  for file in "$folder"/another/place/dist/tailmend*; do
    if cmp -- "$file" "dist/${file##*/}"; then say "the same bytes: ${file##*/}"; else status=1; fi
  done
  exit "$status"
)

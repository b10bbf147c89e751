# Installs a Debian package where that is possible, and says what to do where it is not.
package=$1
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "Playground needs the Debian package '$package': run 'sudo apt-get install $package', then this command again."
  exit 1
fi
apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null || {
  echo "apt-get could not install '$package'; see its message above."
  exit 1
}

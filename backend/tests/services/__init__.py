"""Real services that tests run against, each started from nothing without root, Docker or an installation."""

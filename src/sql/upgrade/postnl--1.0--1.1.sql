-- From 1.0 to 1.1: what it leaves is what a fresh 1.1 has, which sql/upgrade.sql checks.
\echo Use "ALTER EXTENSION postnl UPDATE TO '1.1'" to load this file. \quit

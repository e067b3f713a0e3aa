-- fragments.sql
--		What statements of several wings share.

-- fragment own_node
-- This node; only between the marks of version 1.1.
(SELECT postnl.own_node())

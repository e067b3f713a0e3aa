-- requests: 32
-- The same requests against PostNL's file of Shipment, which has them at the
-- path of Labelling and wants a barcode.
\i test/contract/labelling.sql

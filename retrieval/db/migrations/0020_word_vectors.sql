-- What word vectors were trained on and how: sources' hashes, counts, settings. A generation of the index names its
-- model, and a model's name is the hash of its manifest. Null for a service's model.
alter table embedding_models add column manifest jsonb;
-- Where an office's own vectors were read from (OFFLINE_VECTORS): while a reindex to others is under way, questions are
-- still put to these.
alter table embedding_models add column file text;

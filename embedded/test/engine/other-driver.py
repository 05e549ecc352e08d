"""Another language's driver against the engine: `other-driver.py URI`. Prints "ok", or fails."""

import sys
from datetime import datetime, timezone

from bson import Decimal128, Int64, ObjectId
from pymongo import ASCENDING, DESCENDING, MongoClient, ReadPreference, UpdateOne, WriteConcern
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure
from pymongo.read_concern import ReadConcern

client = MongoClient(sys.argv[1], serverSelectionTimeoutMS=5000)
assert client.server_info()["version"].startswith("7.")
db = client.pymongo
leads = db.leads
leads.drop()

# Writes, with values of all kinds.
at = datetime(2026, 11, 24, 8, 30, tzinfo=timezone.utc)
leads.insert_one({"_id": 0, "title": "湖区非法网箱", "money": Decimal128("1.10"), "big": Int64(2**60), "at": at})
leads.insert_many([{"_id": i, "n": i, "tags": [f"t{i % 3}", "all"], "place": {"lake": i % 2}} for i in range(1, 101)])
first = leads.find_one({"_id": 0})
assert first["title"] == "湖区非法网箱" and first["money"] == Decimal128("1.10") and first["big"] == 2**60, first
assert leads.count_documents({}) == 101

# Queries: ranges, arrays, dotted paths, pages over several batches.
assert [d["n"] for d in leads.find({"n": {"$gt": 10, "$lte": 20}, "tags": "t0"}).sort("n", DESCENDING)] == [18, 15, 12]
assert leads.count_documents({"place.lake": 1}) == 50
assert len(list(leads.find({}, batch_size=7))) == 101
assert sorted(leads.distinct("tags")) == ["all", "t0", "t1", "t2"]
groups = leads.aggregate([{"$match": {"n": {"$gte": 1}}}, {"$group": {"_id": "$place.lake", "sum": {"$sum": "$n"}}}, {"$sort": {"_id": 1}}])
assert list(groups) == [{"_id": 0, "sum": 2550}, {"_id": 1, "sum": 2500}]

# Indexes: used, listed, unique, dropped.
leads.create_index([("tags", ASCENDING), ("n", DESCENDING)])
leads.create_index("n", unique=True, sparse=True, name="n")
plan = leads.find({"tags": "t1"}).sort("n", -1).explain()
assert "IXSCAN" in str(plan["queryPlanner"]["winningPlan"]), plan
assert set(leads.index_information()) == {"_id_", "tags_1_n_-1", "n"}
try:
    leads.insert_one({"n": 5})
    raise AssertionError("a duplicate was taken")
except DuplicateKeyError as error:
    assert error.details["keyPattern"] == {"n": 1}
try:
    leads.bulk_write([UpdateOne({"_id": 1}, {"$inc": {"x": 1}}), UpdateOne({"_id": 2}, {"$set": {"n": 1}})])
    raise AssertionError("a duplicate was taken")
except BulkWriteError as error:
    assert error.details["nModified"] == 1 and error.details["writeErrors"][0]["index"] == 1
leads.drop_index("n")

# Updates.
changed = leads.find_one_and_update({"_id": 7}, {"$push": {"tags": {"$each": ["z", "y"], "$sort": 1}}}, return_document=True)
assert changed["tags"] == ["all", "t1", "y", "z"], changed
upserted = leads.update_one({"_id": ObjectId()}, {"$setOnInsert": {"late": True}}, upsert=True)
assert upserted.upserted_id is not None
assert leads.delete_many({"late": True}).deleted_count == 1

# A transaction that commits, one that aborts, two that conflict.
options = {"read_concern": ReadConcern("snapshot"), "write_concern": WriteConcern("majority"), "read_preference": ReadPreference.PRIMARY}
with client.start_session() as session:
    with session.start_transaction(**options):
        leads.insert_one({"_id": "committed"}, session=session)
        assert leads.find_one({"_id": "committed"}) is None
    assert leads.find_one({"_id": "committed"})
    session.start_transaction(**options)
    leads.insert_one({"_id": "aborted"}, session=session)
    session.abort_transaction()
    assert leads.find_one({"_id": "aborted"}) is None
    with client.start_session() as other:
        session.start_transaction(**options)
        other.start_transaction(**options)
        leads.update_one({"_id": 1}, {"$set": {"by": 1}}, session=session)
        try:
            leads.update_one({"_id": 1}, {"$set": {"by": 2}}, session=other)
            raise AssertionError("two transactions changed one document")
        except OperationFailure as error:
            assert error.code == 112 and error.has_error_label("TransientTransactionError"), error
        session.commit_transaction()
    assert leads.find_one({"_id": 1})["by"] == 1
    session.with_transaction(lambda s: leads.update_one({"_id": 2}, {"$set": {"by": 3}}, session=s))

# What the engine does not have is refused by name.
try:
    list(leads.find({"$where": "true"}))
    raise AssertionError("$where was taken")
except OperationFailure as error:
    assert error.code == 238, error
client.drop_database("pymongo")
client.close()
print("ok")

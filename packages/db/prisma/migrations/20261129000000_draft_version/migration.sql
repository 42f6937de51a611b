-- AlterTable
ALTER TABLE "drafts" ADD COLUMN     "version_hash" CHAR(64);

-- AddForeignKey
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_version_hash_exercise_id_fkey" FOREIGN KEY ("version_hash", "exercise_id") REFERENCES "exercise_versions"("hash", "exercise_id") ON DELETE RESTRICT ON UPDATE NO ACTION;

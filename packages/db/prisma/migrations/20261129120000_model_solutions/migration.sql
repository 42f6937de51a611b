-- AlterTable
ALTER TABLE "exercises" ADD COLUMN     "model_solutions" JSONB NOT NULL DEFAULT '[]';

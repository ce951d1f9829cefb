import type { Language } from '@ecou/contracts';
import type { HtmlPage } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { DirectoryReader } from '../directory/directory.reader.js';
import { petitionForm, type Shown } from './petition-form.js';

/** Makes the page with the form that sends a petition, with the categories that the directory has now. */
@Injectable()
export class PetitionForms {
  constructor(private readonly directory: DirectoryReader) {}

  async page(lang: Language, shown: Omit<Shown, 'lang' | 'categories'>): Promise<HtmlPage> {
    const { categories } = (await this.directory.now()).state;
    const active = Object.entries(categories).flatMap(([code, { name, active: isActive }]) =>
      isActive ? [{ code, name }] : [],
    );
    return petitionForm({ lang, categories: active, ...shown });
  }
}
